import { availableParallelism } from 'node:os';
import { DEFAULT_LIMITS, type Decompressor, openArchive } from '../archive/index.js';
import { BundlescopeError, WARNINGS } from '../errors/index.js';
import type { Entry } from '../model/entry.js';
import type { Instant } from '../model/time.js';
import type { CollectedFacts, TimeRange } from '../rules/collected-facts.js';
import { loadRuleSet, type RuleSet, readWhole } from '../rules/rule-set.js';
import { type BundleSource, memorySource, openSource, streamSource } from '../source/index.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { ASIDE_FROM_BYTES, DecompressAside } from './decompress-aside.js';
import { factsOf } from './facts-of.js';
import { oneBundle } from './one-bundle.js';
import type { WorkerSetup } from './parallel-scanner.js';
import { reportProgress } from './progress.js';
import { type BundleContent, type ReadExtras, type ReadOptions, readBundle } from './read-bundle.js';
import { WarningLog } from './warning-log.js';

/** Files larger than this that hold API objects are not parsed. */
export const DEFAULT_MAX_OBJECT_BYTES = 256 * 2 ** 20;

/** A bundle that was read to its end, ready for questions: what every command starts from. */
export interface GatheredBundle {
  readonly name: string;
  readonly rules: RuleSet;
  readonly content: BundleContent;
  readonly facts: CollectedFacts;
  readonly warnings: WarningLog;
}

/**
 * Opens a bundle, loads the rules and reads the bundle once.
 * @param input a path, `-` for standard input, the bytes of a bundle, or a stream of them.
 * @param extras what is read besides what rules ask for.
 * @throws BundlescopeError `input` when it cannot be read as a bundle at all, `rule` for an invalid rule, `usage` for options that
 *   make no sense, `interrupted` when the signal aborts.
 */
export async function gather(
  input: BundleInput,
  options: AnalyzeOptions = {},
  extras: ReadExtras = {},
): Promise<GatheredBundle> {
  const warnings = new WarningLog();
  const range = timeRange(options);
  // First: a mistyped path is told at once.
  const source = await openInput(input, options.name ?? 'bundle', warnings);
  const setup = workerSetup(options, range, source);
  const aside = decompressAside(source, options, setup);
  try {
    return await gatherSource(source, options, warnings, extras, { setup, aside });
  } finally {
    await aside?.close();
  }
}

/** What {@link gather} does with an open source, and with the threads that were started for it. */
async function gatherSource(
  source: BundleSource,
  options: AnalyzeOptions,
  warnings: WarningLog,
  extras: ReadExtras,
  { setup, aside }: { readonly setup: WorkerSetup | undefined; readonly aside: DecompressAside | undefined },
): Promise<GatheredBundle> {
  const loading = performance.now();
  const rules = await loadRuleSet(options.rules).catch(async (error: unknown) => {
    await source.close();
    throw error;
  });
  // The thread that decompresses takes as long to start.
  if (aside !== undefined) readWhole(rules);
  options.profile?.add('load rules', loading);
  const name = options.name ?? nameOf(source);
  const all = entriesOf(source, options, warnings, aside === undefined ? {} : { decompress: aside });
  const entries = oneBundle(all, warnings.add);
  const reported = reportProgress(entries, options.onProgress);
  const gathered = await gatherEntries(reported, name, rules, options, warnings, {
    ...extras,
    ...(setup === undefined ? {} : { threads: setup }),
  });
  if (gathered.content.stats.entries === 0 && !warnings.list().some(({ code }) => WARNINGS[code].partial)) {
    throw new BundlescopeError(
      'input',
      `${source.name}: holds no files; give a support bundle or the directory it was unpacked to`,
    );
  }
  return gathered;
}

/**
 * The entries of a bundle, for commands that ask nothing of its rules.
 * @throws BundlescopeError `input` when it cannot be read as a bundle at all
 */
export async function openEntries(
  input: BundleInput,
  options: AnalyzeOptions,
  warnings: WarningLog,
): Promise<AsyncIterable<Entry>> {
  const source = await openInput(input, options.name ?? 'bundle', warnings);
  return reportProgress(entriesOf(source, options, warnings), options.onProgress);
}

function entriesOf(
  source: BundleSource,
  options: AnalyzeOptions,
  warnings: WarningLog,
  decompressor: { readonly decompress?: Decompressor } = {},
): AsyncIterable<Entry> {
  return openArchive(source, {
    ...decompressor,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    warn: warnings.add,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    allowPlainFile: isPlainFileName(options.name ?? nameOf(source)),
  });
}

/** Reads entries that are open already; what {@link gather} does after opening. */
export async function gatherEntries(
  entries: AsyncIterable<Entry>,
  name: string,
  unwatched: RuleSet,
  options: AnalyzeOptions,
  warnings: WarningLog = new WarningLog(),
  reading: ReadExtras & Pick<ReadOptions, 'threads'> = {},
): Promise<GatheredBundle> {
  const range = timeRange(options);
  const limits = { maxObjectBytes: DEFAULT_MAX_OBJECT_BYTES, ...options.limits };
  const { profile } = options;
  const rules = profile === undefined ? unwatched : { ...unwatched, rules: profile.rules.watch(unwatched.rules) };
  const started = performance.now();
  const content = await readBundle(entries, name, rules, limits, warnings.add, {
    ...(options.products === undefined ? {} : { knownProducts: options.products }),
    ...reading,
    range,
    ...(profile === undefined ? {} : { profile: profile.rules }),
  });
  profile?.add('read and scan', started);
  if (content.recognised === 0) {
    warnings.add({
      code: 'nothing-recognised',
      message: 'no logs and no API objects were recognised in it; is this a support bundle?',
    });
  }
  return { name, rules, content, facts: factsOf(content, rules, range), warnings };
}

/** Who asks for threads gets them unless the bundle is done before they are. */
export const THREADS_FROM_BYTES = 24 * 2 ** 20;

/** A smaller file is read before threads have loaded the rules and are warm (docs/benchmarks.md). */
const THREADS_FROM_FILE_BYTES = 32 * 2 ** 20;
/** Each takes memory, and opening the archive and reading objects stay with one thread. */
const MAX_THREADS = 3;

/**
 * Threads are started from compiled files only: run from its sources, the program scans in the thread that reads. Nobody who does not ask gets
 * any for a stream: decompression has a thread of its own. Entries of a file with random access are read by all processors, if there are more than two.
 */
function workerSetup(
  { threads, rules = {}, limits }: AnalyzeOptions,
  range: TimeRange,
  source: BundleSource,
): WorkerSetup | undefined {
  if (isAlone(threads)) return undefined;
  const setup = { rules, range, limits: { ...DEFAULT_LIMITS, ...limits } };
  if (threads !== undefined)
    return { ...setup, workers: threads, startAfterBytes: THREADS_FROM_BYTES, takesStreams: true };
  const workers = Math.min(availableParallelism() - 1, MAX_THREADS);
  // With one more thread than this, two processors lose by its start what they gain (docs/benchmarks.md).
  if (workers < 2 || source.kind !== 'range' || source.size < THREADS_FROM_FILE_BYTES) return undefined;
  return { ...setup, workers, startAfterBytes: 0, takesStreams: false };
}

/** A thread that decompresses what lies in a large file. Scan threads read the entries of zips by themselves. */
function decompressAside(
  source: BundleSource,
  { threads, limits }: AnalyzeOptions,
  setup: WorkerSetup | undefined,
): DecompressAside | undefined {
  if (isAlone(threads) || source.kind !== 'range' || source.size < ASIDE_FROM_BYTES) return undefined;
  if (source.location === undefined) return undefined;
  return new DecompressAside({ ...DEFAULT_LIMITS, ...limits }, { entries: setup === undefined });
}

/** Whether one thread is to do everything, or must: threads are started from compiled files. */
function isAlone(threads = availableParallelism() - 1): boolean {
  return threads === 0 || import.meta.url.endsWith('.ts');
}

/** @param name of bytes and streams, which have none of their own */
export async function openInput(input: BundleInput, name: string, warnings: WarningLog): Promise<BundleSource> {
  if (typeof input === 'string') return openSource(input, { warn: warnings.add });
  return input instanceof Uint8Array ? memorySource(name, input) : streamSource(name, input);
}

export function nameOf(source: BundleSource): string {
  return source.name.split(/[\\/]/).findLast((part) => part !== '') ?? source.name;
}

/** A log or list on its own may be given as a bundle; any other file has to be an archive. */
export function isPlainFileName(name: string): boolean {
  return /\.(log|ya?ml|json|txt)(\.\d+)?$/.test(name);
}

/** @throws BundlescopeError `usage` when a bound is no time */
export function timeRange({ since, until }: AnalyzeOptions): TimeRange {
  return { since: parseBound('since', since), until: parseBound('until', until) };
}

function parseBound(option: string, text: string | undefined): Instant | undefined {
  if (text === undefined) return undefined;
  const time = Date.parse(text);
  if (Number.isNaN(time))
    throw new BundlescopeError(
      'usage',
      `${option}: "${text}" is no time; expected RFC 3339 such as 2025-03-05T04:48:00Z`,
    );
  return time;
}
