import { extname } from 'node:path';
import { compareBundles, type ReadBundle, readForComparison } from '../comparison/compare-bundles.js';
import { newFindings } from '../comparison/compare-findings.js';
import { kindsNamed } from '../comparison/kind-names.js';
import { BundlescopeError } from '../errors/index.js';
import type { Comparison } from '../model/comparison.js';
import type { AnalyzeOptions } from '../pipeline/analyze-options.js';
import { type ComparisonFormat, comparisonFormats, loadComparisonReporter } from '../report/comparison/index.js';
import { formatForExtension } from '../report/index.js';
import { loadTables } from '../rules/rule-set.js';
import { wantsColor } from './color.js';
import { type Destination, openOutputFile, standardOutput } from './destination.js';
import type { DiffFlags } from './diff-flags.js';
import { tellFailure } from './failure.js';
import { untilInterrupted } from './interruption.js';
import { limitsOf } from './limit-options.js';
import { createProgressLine } from './progress.js';
import { ruleSelection } from './rule-options.js';
import { findingStatus, type RunStatus } from './run-status.js';
import { ClosedPipe, type Terminal } from './terminal.js';
import { warningLines } from './warning-lines.js';

/** Width of the text where there is no terminal. */
const PAGE_WIDTH = 80;
/** Fewer, larger writes: a reporter gives many small pieces. Characters. */
const WRITE_SIZE = 64 * 1024;

/**
 * Compares two bundles and writes what changed.
 * @returns the exit status; a bundle that cannot be read was told on standard error
 * @throws BundlescopeError `usage` before anything was read
 */
export async function diffBundles(
  old: string,
  current: string,
  flags: DiffFlags,
  terminal: Terminal,
): Promise<RunStatus> {
  checkInputs(old, current, terminal);
  const format = chooseFormat(flags);
  const tables = flags.kind === undefined ? undefined : await loadTables();
  const kinds = flags.kind === undefined || tables === undefined ? undefined : kindsNamed(flags.kind, tables.kinds);
  const destination =
    flags.output === undefined ? standardOutput(terminal) : await openOutputFile(flags.output, [old, current]);
  // One after the other: of the first only what is compared stays in memory.
  const before = await readOne(old, flags, kinds, terminal);
  if (typeof before === 'number') return before;
  const after = await readOne(current, flags, kinds, terminal);
  if (typeof after === 'number') return after;
  const comparison = compareBundles(before, after, kinds === undefined ? {} : { kinds });
  if (flags.quiet !== true) {
    await terminal.stderr.write(warningLines(displayName(old), comparison.old.warnings));
    await terminal.stderr.write(warningLines(displayName(current), comparison.new.warnings));
  }
  await write(comparison, format, flags, terminal, destination);
  const warnings = [...comparison.old.warnings, ...comparison.new.warnings];
  return findingStatus(newFindings(comparison.findings), warnings, flags.failOn);
}

async function readOne(
  bundle: string,
  flags: DiffFlags,
  kinds: readonly string[] | undefined,
  terminal: Terminal,
): Promise<ReadBundle | RunStatus> {
  const progress = createProgressLine(terminal, displayName(bundle), flags.quiet === true);
  const options: AnalyzeOptions = {
    rules: ruleSelection(flags),
    minConfidence: flags.minConfidence,
    language: flags.lang,
    signal: terminal.signal,
    limits: limitsOf(flags),
    onProgress: progress.show,
  };
  const read = readForComparison(bundle, options, kinds);
  const outcome = await untilInterrupted(read, terminal.signal).catch(async (error: unknown) => {
    await progress.clear();
    return tellFailure(error, terminal);
  });
  await progress.clear();
  return outcome;
}

async function write(
  comparison: Comparison,
  format: ComparisonFormat,
  flags: DiffFlags,
  terminal: Terminal,
  destination: Destination,
): Promise<void> {
  const toFile = flags.output !== undefined;
  const reporter = await loadComparisonReporter(format);
  const pieces = reporter(comparison, {
    color: !toFile && wantsColor(terminal.stdout, terminal.env),
    width: (toFile ? undefined : terminal.stdout.columns) ?? PAGE_WIDTH,
    language: flags.lang,
    unfolded: flags.all === true,
  });
  try {
    let text = '';
    for (const piece of pieces) {
      text += piece;
      if (text.length < WRITE_SIZE) continue;
      await destination.write(text);
      text = '';
    }
    await destination.write(text);
    await destination.commit();
  } catch (error) {
    await destination.discard();
    // The reader has seen enough; what was found out stays true.
    if (!(error instanceof ClosedPipe)) throw error;
  }
}

function displayName(bundle: string): string {
  return bundle === '-' ? 'standard input' : bundle;
}

function checkInputs(old: string, current: string, terminal: Terminal): void {
  if (old === '-' && current === '-') {
    throw new BundlescopeError('usage', '- is given twice, but standard input can be read only once');
  }
  if ((old === '-' || current === '-') && terminal.stdinIsTerminal) {
    throw new BundlescopeError(
      'usage',
      '- reads a bundle from standard input, which is a terminal; redirect a file or pipe to it',
    );
  }
}

/** A file without extension (`/dev/stdout`) gets text; an extension of another format is rather a mistake. */
function chooseFormat({ format, output }: DiffFlags): ComparisonFormat {
  if (format !== undefined) return format;
  const extension = output === undefined ? '' : extname(output);
  if (extension === '') return 'text';
  const wanted = formatForExtension(extension);
  const known = comparisonFormats.find((name) => name === wanted);
  if (known !== undefined) return known;
  throw new BundlescopeError(
    'usage',
    `${output}: "${extension}" names no format of a comparison; give --format with one of: ${comparisonFormats.join(', ')}`,
  );
}
