import { BundlescopeError, ExitStatus, WARNINGS } from '../errors/index.js';
import type { Timeline } from '../model/timeline.js';
import { buildTimeline, type TimelineOptions } from '../pipeline/build-timeline.js';
import { loadTimelineReporter } from '../report/timeline/index.js';
import { chooseFormat } from './analyze-bundles.js';
import { wantsColor } from './color.js';
import { openOutputFile, standardOutput } from './destination.js';
import { untilInterrupted } from './interruption.js';
import { limitsOf } from './limit-options.js';
import { createProgressLine } from './progress.js';
import { ruleSelection } from './rule-options.js';
import type { RunStatus } from './run-status.js';
import { ClosedPipe, type Terminal } from './terminal.js';
import { timeBounds } from './time-options.js';
import type { TimelineFlags } from './timeline-flags.js';
import { warningLines } from './warning-lines.js';

/** Width where there is no terminal: entries are long. */
const PAGE_WIDTH = 120;
/** Entries that a person is shown when the limit is not given. */
const ENTITY_LIMIT = 200;
const INCIDENT_LIMIT = 40;

/**
 * Makes the timeline of a bundle and writes it.
 * @throws BundlescopeError `usage` for options that make no sense or a name that nothing bears, `input` when it is no bundle
 */
export async function tellTimeline(
  bundle: string,
  entity: string | undefined,
  flags: TimelineFlags,
  terminal: Terminal,
): Promise<RunStatus> {
  if (bundle === '-' && terminal.stdinIsTerminal) {
    throw new BundlescopeError(
      'usage',
      '- reads a bundle from standard input, which is a terminal; redirect a file or pipe to it',
    );
  }
  const format = chooseFormat(flags);
  const isForPeople = format === 'text' || format === 'markdown';
  const limit = flags.limit ?? (isForPeople ? (entity === undefined ? INCIDENT_LIMIT : ENTITY_LIMIT) : 'all');
  const options: TimelineOptions = {
    rules: ruleSelection(flags),
    language: flags.lang,
    signal: terminal.signal,
    ...timeBounds(flags, 'entry could lie between them'),
    limits: limitsOf(flags),
    ...(entity === undefined ? {} : { entity }),
    ...(limit === 'all' ? {} : { limit }),
  };
  const reporter = await loadTimelineReporter(format);
  const destination =
    flags.output === undefined ? standardOutput(terminal) : await openOutputFile(flags.output, [bundle]);
  const name = bundle === '-' ? 'standard input' : bundle;
  const timeline = await readTimeline(bundle, name, options, flags, terminal);
  try {
    const text = [
      ...reporter(timeline, {
        color: flags.output === undefined && wantsColor(terminal.stdout, terminal.env),
        width: (flags.output === undefined ? terminal.stdout.columns : undefined) ?? PAGE_WIDTH,
        language: flags.lang,
      }),
    ].join('');
    await destination.write(text);
    await destination.commit();
  } catch (error) {
    await destination.discard();
    // The reader has seen enough.
    if (!(error instanceof ClosedPipe)) throw error;
  }
  return timeline.warnings.some(({ code }) => WARNINGS[code].partial) ? ExitStatus.partial : ExitStatus.analyzed;
}

async function readTimeline(
  bundle: string,
  name: string,
  options: TimelineOptions,
  flags: TimelineFlags,
  terminal: Terminal,
): Promise<Timeline> {
  const progress = createProgressLine(terminal, name, flags.quiet === true);
  try {
    const timeline = await untilInterrupted(
      buildTimeline(bundle, { ...options, onProgress: progress.show }),
      terminal.signal,
    );
    await progress.clear();
    if (flags.quiet !== true) await terminal.stderr.write(warningLines(name, timeline.warnings));
    return timeline;
  } finally {
    await progress.clear();
  }
}
