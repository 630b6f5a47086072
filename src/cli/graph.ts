import { type Command, Option } from 'commander';
import { parseCount } from './argument-parsers.js';
import type { CommandContext } from './command-context.js';
import { GRAPH_FORMATS, type GraphFlags } from './graph-flags.js';
import { addLimitOptions } from './limit-options.js';

const DEFAULT_DEPTH = 2;
const DEFAULT_THINGS = 150;

const epilogue = `
An entity is kind/name, kind/namespace/name, or a name alone when only one thing
has it; short names of kubectl are known (po, pvc, svc, vm, lhv, ...). What logs
call things is understood too: an address, a UID, a container id.

Examples:
  bundlescope graph bundle.zip
  bundlescope graph bundle.zip vm/default/web
  bundlescope graph bundle.zip node1 --depth 1
  bundlescope graph bundle.zip 10.52.1.12:10101 --cite
  bundlescope graph bundle.zip vm/default/web --to node/node1
  bundlescope graph bundle.zip volume/pvc-1 --format dot | dot -Tsvg > volume.svg`;

/** Adds `graph`. What reads the bundle is loaded when it runs. */
export function addGraphCommand(program: Command, { terminal, finish }: CommandContext): void {
  const command = program
    .command('graph')
    .summary('show how the things of a cluster belong together')
    .description(
      'Shows how the things of a cluster belong together: around one of them, between two, or the whole cluster on one page.',
    )
    .argument('<bundle>', 'archive, directory, or - for standard input')
    .argument('[entity]', 'what to look at (default: an overview)')
    .addOption(new Option('-f, --format <format>', 'how to write the graph (default: text)').choices(GRAPH_FORMATS))
    .option('-o, --output <file>', 'write the graph to a file; its extension gives the format')
    .addOption(new Option('--depth <n>', 'steps from the entity').argParser(parseCount).default(DEFAULT_DEPTH))
    .addOption(new Option('--max <n>', 'things shown at most').argParser(parseCount).default(DEFAULT_THINGS))
    .option('--to <entity>', 'show how the two are related: a shortest path between them')
    .option('--cite', 'say for every link where it was read; only text, json always has it')
    .addOption(new Option('--lang <language>', 'language of the sentences').choices(['en', 'zh']).default('en'))
    .option('-q, --quiet', 'no progress and no warnings on standard error');
  addLimitOptions(command);
  command
    .addHelpText('after', epilogue)
    .action(async (bundle: string, entity: string | undefined, flags: GraphFlags) => {
      const { drawGraph } = await import('./draw-graph.js');
      finish(await drawGraph(bundle, entity, flags, terminal));
    });
}
