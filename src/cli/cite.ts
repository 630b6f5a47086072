import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './command-context.js';
import { addLimitOptions, type LimitFlags, limitsOf } from './limit-options.js';
import type { RunStatus } from './run-status.js';
import type { Terminal } from './terminal.js';

interface CiteFlags extends LimitFlags {
  readonly context: number;
  readonly object?: boolean;
  readonly format: 'text' | 'json';
  readonly quiet?: boolean;
}

/** A place as reports cite it. */
interface Place {
  readonly path: string;
  readonly line: number;
}

/** Most lines around the cited one. */
const MAX_CONTEXT = 10_000;

const epilogue = `
The path is written as a report cites it; the end of it will do when no other
file ends like it. A file of an archive in the bundle is outer.zip!/inner/path.

Examples:
  bundlescope cite bundle.zip logs/kube-system/etcd-n1/etcd.log:66
  bundlescope cite bundle.zip etcd-n1/etcd.log:66 --context 20
  bundlescope cite bundle.zip yamls/cluster/v1/nodes.yaml:259 --object`;

/** Adds `cite`. The engine is loaded when it runs. */
export function addCiteCommand(program: Command, { terminal, finish }: CommandContext): void {
  const command = program
    .command('cite')
    .summary('print evidence in its context')
    .description('Prints a line that a report cites, and the lines around it, as they stand in the bundle.')
    .argument('<bundle>', 'archive, directory, or - for standard input')
    .argument('<path:line>', 'a place as reports cite it', parsePlace)
    .addOption(
      new Option('-C, --context <n>', 'lines before and after')
        .argParser(parseContext)
        .default(5, '5')
        .conflicts('object'),
    )
    .option('--object', 'the whole API object that the line is part of')
    .addOption(new Option('-f, --format <format>', 'text, or JSON').choices(['text', 'json']).default('text'))
    .option('-q, --quiet', 'no progress and no warnings on standard error');
  addLimitOptions(command);
  command.addHelpText('after', epilogue).action(async (bundle: string, place: Place, flags: CiteFlags) => {
    finish(await citePlace(bundle, place, flags, terminal));
  });
}

async function citePlace(bundle: string, place: Place, flags: CiteFlags, terminal: Terminal): Promise<RunStatus> {
  const [{ cite }, { readOne, tellWarnings }] = await Promise.all([
    import('../pipeline/cite.js'),
    import('./one-bundle.js'),
  ]);
  const quiet = flags.quiet === true;
  const request = { ...place, context: flags.context, object: flags.object === true };
  const { cited, warnings } = await readOne(bundle, terminal, quiet, (onProgress) =>
    cite(bundle, request, { limits: limitsOf(flags), signal: terminal.signal, onProgress }),
  );
  const status = await tellWarnings(bundle, warnings, terminal, quiet);
  if (flags.format === 'json') {
    const { jsonText } = await import('../report/json-text.js');
    await terminal.stdout.write(`${jsonText(cited, 2)}\n`);
  } else {
    const [{ citedPage }, { wantsColor }] = await Promise.all([
      import('../report/text/cited-page.js'),
      import('./color.js'),
    ]);
    await terminal.stdout.write(citedPage(cited, wantsColor(terminal.stdout, terminal.env)));
  }
  return status;
}

function parsePlace(text: string): Place {
  const match = /^(.+):(\d+)$/s.exec(text);
  const line = Number(match?.[2]);
  if (match?.[1] === undefined || !Number.isSafeInteger(line) || line < 1) {
    throw new InvalidArgumentError('Give a path and a line, such as logs/kube-system/etcd-n1/etcd.log:66.');
  }
  return { path: match[1].replace(/^\.?\//, ''), line };
}

function parseContext(text: string): number {
  const count = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(count <= MAX_CONTEXT)) throw new InvalidArgumentError(`Give a whole number up to ${MAX_CONTEXT}.`);
  return count;
}
