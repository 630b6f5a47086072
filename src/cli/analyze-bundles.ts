import { extname } from 'node:path';
import { BundlescopeError, ExitStatus } from '../errors/index.js';
import type { Report } from '../model/report.js';
import { AnalysisProfile } from '../pipeline/analysis-profile.js';
import { analyze } from '../pipeline/analyze.js';
import type { AnalyzeOptions } from '../pipeline/analyze-options.js';
import { type FormatName, formatForExtension, formatNames, loadReporter } from '../report/index.js';
import type { AnalysisFlags, AnalyzeFlags } from './analyze-flags.js';
import { wantsColor } from './color.js';
import { type Destination, openOutputFile, standardOutput } from './destination.js';
import { tellFailure } from './failure.js';
import { untilInterrupted } from './interruption.js';
import { limitsOf } from './limit-options.js';
import { profileLines } from './profile-lines.js';
import { createProgressLine } from './progress.js';
import { ReportSequence } from './report-sequence.js';
import { ruleSelection } from './rule-options.js';
import { type RunStatus, reportStatus, worseStatus } from './run-status.js';
import { checkStandardInput } from './standard-input.js';
import { ClosedPipe, type Terminal } from './terminal.js';
import { timeBounds } from './time-options.js';
import { warningLines } from './warning-lines.js';

/** Width of a report where there is no terminal. */
const PAGE_WIDTH = 80;

/** What stays the same for all bundles of a run. */
interface AnalyzeRun {
  readonly flags: AnalyzeFlags;
  readonly options: AnalyzeOptions;
  readonly terminal: Terminal;
  readonly sequence: ReportSequence;
  /** Whether the reader of the report sees its warnings at once, so that standard error need not repeat them. */
  readonly warningsSeen: boolean;
}

/**
 * Analyzes bundles one after the other; one that cannot be read does not stop the others.
 * @returns the worst status of all
 * @throws BundlescopeError `usage` before anything was analyzed
 */
export async function analyzeBundles(
  bundles: readonly string[],
  flags: AnalyzeFlags,
  terminal: Terminal,
): Promise<RunStatus> {
  checkFlags(bundles, flags, terminal);
  const { threads } = flags;
  const options = { ...analyzeOptions(flags, terminal), ...(threads === undefined ? {} : { threads }) };
  const format = chooseFormat(flags);
  const reporter = await loadReporter(format);
  const destination =
    flags.output === undefined ? standardOutput(terminal) : await openOutputFile(flags.output, bundles);
  const sequence = new ReportSequence(
    destination,
    format,
    reporter,
    {
      color: flags.output === undefined && wantsColor(terminal.stdout, terminal.env),
      width: (flags.output === undefined ? terminal.stdout.columns : undefined) ?? PAGE_WIDTH,
      language: flags.lang,
      details: flags.details === true,
      showBenign: flags.showBenign === true,
    },
    bundles.length > 1,
  );
  const warningsSeen = destination.isTerminal && (format === 'text' || format === 'markdown');
  const run = { flags, terminal, sequence, warningsSeen, options };
  return analyzeAll(bundles, run, destination);
}

async function analyzeAll(bundles: readonly string[], run: AnalyzeRun, destination: Destination): Promise<RunStatus> {
  let status: RunStatus = ExitStatus.analyzed;
  try {
    for (const bundle of bundles) {
      const name = displayName(bundle);
      const profile = run.flags.profile === true ? new AnalysisProfile() : undefined;
      const outcome = await analyzeOne(bundle, name, run, profile);
      status = worseStatus(status, typeof outcome === 'number' ? outcome : reportStatus(outcome, run.flags.failOn));
      if (typeof outcome !== 'number') await writeReport(name, outcome, run, profile);
      if (status === ExitStatus.interrupted || status === ExitStatus.usage) break;
    }
    if (status === ExitStatus.interrupted || status === ExitStatus.usage) {
      await destination.discard();
    } else {
      await run.sequence.end();
      await destination.commit();
    }
  } catch (error) {
    await destination.discard();
    // The reader has seen enough; what was found out about the bundles so far stays true.
    if (!(error instanceof ClosedPipe)) throw error;
  }
  return status;
}

async function writeReport(
  name: string,
  report: Report,
  { sequence, terminal }: AnalyzeRun,
  profile: AnalysisProfile | undefined,
): Promise<void> {
  const started = performance.now();
  await sequence.add(name, report);
  if (profile === undefined) return;
  profile.add('report', started);
  await terminal.stderr.write(profileLines(name, profile));
}

/** The report of a bundle; or, when the bundle cannot be analyzed, the status of that failure, which was told. */
async function analyzeOne(
  bundle: string,
  name: string,
  { flags, options, terminal, warningsSeen }: AnalyzeRun,
  profile: AnalysisProfile | undefined,
): Promise<Report | RunStatus> {
  const progress = createProgressLine(terminal, name, flags.quiet === true);
  const analysis = analyze(bundle, {
    ...options,
    onProgress: progress.show,
    ...(profile === undefined ? {} : { profile }),
  });
  const report = await untilInterrupted(analysis, terminal.signal).catch(async (error: unknown) => {
    await progress.clear();
    return tellFailure(error, terminal);
  });
  if (typeof report === 'number') return report;
  await progress.clear();
  // Told first: a reader who goes away in the middle of the report must not take them along.
  if (!warningsSeen && flags.quiet !== true) await terminal.stderr.write(warningLines(name, report.warnings));
  return report;
}

function displayName(bundle: string): string {
  return bundle === '-' ? 'standard input' : bundle;
}

function checkFlags(bundles: readonly string[], flags: AnalyzeFlags, terminal: Terminal): void {
  if (flags.redact === true) {
    throw new BundlescopeError(
      'usage',
      '--redact is not available yet; the report cites log lines as they stand in the bundle, so read it before you share it',
    );
  }
  checkStandardInput(bundles, terminal);
}

/** A file without extension (`/dev/stdout`) gets the default; an extension that says nothing is rather a mistake. */
export function chooseFormat({ format, output }: Pick<AnalyzeFlags, 'format' | 'output'>): FormatName {
  if (format !== undefined) return format;
  const extension = output === undefined ? '' : extname(output);
  if (extension === '') return 'text';
  const wanted = formatForExtension(extension);
  const known = formatNames.find((name) => name === wanted);
  if (known !== undefined) return known;
  const reason =
    wanted === undefined ? `"${extension}" names no report format` : `report format "${wanted}" is not available`;
  throw new BundlescopeError('usage', `${output}: ${reason}; give --format with one of: ${formatNames.join(', ')}`);
}

/** What the options of the command line ask of an analysis. */
export function analyzeOptions(flags: AnalysisFlags, terminal: Terminal): AnalyzeOptions {
  return {
    rules: ruleSelection(flags),
    minConfidence: flags.minConfidence,
    language: flags.lang,
    signal: terminal.signal,
    ...timeBounds(flags, 'log line could be evidence'),
    limits: limitsOf(flags),
  };
}
