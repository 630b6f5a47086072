import { type Command, InvalidArgumentError, Option } from 'commander';
import { formatNames } from '../report/index.js';
import { parseCount } from './argument-parsers.js';
import type { CommandContext } from './command-context.js';
import { addLimitOptions } from './limit-options.js';
import { addRuleFilterOptions, addRuleSourceOptions } from './rule-options.js';
import { addTimeOptions } from './time-options.js';
import type { TimelineFlags } from './timeline-flags.js';

const epilogue = `
An entity is a name, kind/name or kind/namespace/name: volume/pvc-..., vm/default/web,
node/node1, upgrade/hvst-upgrade-x, pod/kube-system/etcd-node1. What belongs to it is
told with it: engines and replicas of a volume, pods and disks of a VM, jobs of an
upgrade. Without one the incident itself is told: onsets of findings, changes of nodes
and upgrades, restarts, warnings. All times are UTC.

Examples:
  bundlescope timeline bundle.zip
  bundlescope timeline bundle.zip volume/pvc-a4bd8ee7-dff5-4153-9bf7-1408dc5630da
  bundlescope timeline bundle.zip vm/default/web --around 2025-03-05T04:48:00Z±30m
  bundlescope timeline bundle.zip node/node1 --format json | jq '.entries[].text'`;

/** Adds `timeline`. The engine is loaded when it runs. */
export function addTimelineCommand(program: Command, { terminal, finish }: CommandContext): void {
  const command = program
    .command('timeline')
    .summary('what happened, in order of time')
    .description('Tells the life of one thing, or the incident, in order of time across all nodes, objects and logs.')
    .argument('<bundle>', 'archive, directory, or - for standard input')
    .argument('[entity]', 'whose life: name, kind/name or kind/namespace/name')
    .addOption(new Option('-f, --format <format>', 'how to write it (default: text)').choices(formatNames))
    .option('-o, --output <file>', 'write it to a file; its extension gives the format')
    .addOption(new Option('--lang <language>', 'language of headings and findings').choices(['en', 'zh']).default('en'))
    .option(
      '--limit <n>',
      'most entries, or "all" (default: 200 of an entity, 40 of the incident; all in json and ndjson)',
      parseLimit,
    )
    .option('-q, --quiet', 'no progress and no warnings on standard error');
  addTimeOptions(command, 'only entries');
  addRuleFilterOptions(addRuleSourceOptions(command));
  addLimitOptions(command);
  command
    .addHelpText('after', epilogue)
    .action(async (bundle: string, entity: string | undefined, flags: TimelineFlags) => {
      const { tellTimeline } = await import('./tell-timeline.js');
      finish(await tellTimeline(bundle, entity, flags, terminal));
    });
}

function parseLimit(text: string): number | 'all' {
  if (text === 'all') return 'all';
  try {
    return parseCount(text);
  } catch {
    throw new InvalidArgumentError('Give a whole number from 1, or all.');
  }
}
