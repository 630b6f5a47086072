import { DEFAULT_LIMITS, openArchive } from '../archive/index.js';
import { BundleClassifier } from '../bundle/index.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import type { ClockOffset } from '../model/report.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { correctionAt } from '../timeline/clock-offsets.js';
import type { LineStory, StreamOrigin } from '../timeline/line-story.js';
import { NameSearch } from '../timeline/name-search.js';
import type { RelatedThings } from '../timeline/related-things.js';
import type { TimelineWords } from '../timeline/timeline-words.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { type GatheredBundle, isPlainFileName, openInput } from './gather.js';
import { LogStream, type StreamDescription } from './log-stream.js';
import { oneBundle } from './one-bundle.js';
import { reportProgress } from './progress.js';
import type { LogWatch } from './read-bundle.js';
import { NameScanner } from './scan-names.js';
import { WarningLog } from './warning-log.js';
import { watchChunks } from './watch-chunks.js';

/** Says of a log by its number where its lines come from. */
export type OriginOf = (stream: number) => StreamOrigin;

/**
 * Reads the logs of a bundle again, for the lines that tell of a thing.
 * @param gathered the first reading, which knows the years of lines that state none
 * @param clocks nodes whose clocks are wrong: their lines lie in the time asked for by the corrected time
 */
export async function readNames(
  input: BundleInput,
  options: AnalyzeOptions,
  gathered: GatheredBundle,
  related: RelatedThings,
  clocks: readonly ClockOffset[],
  story: LineStory,
): Promise<OriginOf> {
  // What was damaged was told at the first reading.
  const warnings = new WarningLog();
  const source = await openInput(input, gathered.name, warnings);
  const all = openArchive(source, {
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    warn: warnings.add,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    allowPlainFile: isPlainFileName(gathered.name),
  });
  const entries = oneBundle(all, warnings.add);
  const classifier = new BundleClassifier(gathered.rules.tables, gathered.name);
  const scanner = new NameScanner(story, new NameSearch(related));
  const settled = new Map(gathered.content.streams.map((stream) => [stream.description.path, stream]));
  const identities: LogStreamIdentity[] = [];
  for await (const entry of reportProgress(entries, options.onProgress)) {
    const role = classifier.classify(entry.path);
    if (role.kind !== 'log') continue;
    const stream = new LogStream({
      index: identities.length,
      path: entry.path,
      identity: role.stream,
      file: undefined,
    });
    identities.push(role.stream);
    const first = settled.get(entry.path);
    const { node } = originOf(role.stream, gathered);
    await scanner.scan(
      stream,
      entry.read(),
      (moment) => first?.resolve(moment),
      (time) => {
        const correction = node === undefined ? undefined : correctionAt(clocks, node, time);
        return time - (correction?.offsetMs ?? 0);
      },
    );
    stream.settle(gathered.content.identity.createdAt);
  }
  return originsOf(identities, gathered);
}

/** Sees the logs of a bundle that can be read only once, for the lines that tell of a thing. */
export class NameWatch {
  readonly #story: LineStory;
  readonly #relatedIn: (objects: ObjectIndex) => RelatedThings;
  readonly #streams = new Map<number, LogStream>();
  #scanner: NameScanner | undefined;
  #objectsSeen = -1;
  /** Names that were looked for in each log so far, and in how many logs. */
  readonly #logsByNames = new Map<number, number>();
  #namesKnown = 0;

  /** @param relatedIn what belongs to the thing, as far as the objects read so far tell */
  constructor(story: LineStory, relatedIn: (objects: ObjectIndex) => RelatedThings) {
    this.#story = story;
    this.#relatedIn = relatedIn;
  }

  /** Bound to the watch, so that it can be handed on. */
  readonly watch: LogWatch = (description, chunks, objects) =>
    description.file === undefined ? this.#see(description, chunks, objects) : chunks;

  /** Settles the times of the logs that were seen. */
  finish(gathered: GatheredBundle): OriginOf {
    for (const stream of this.#streams.values()) stream.settle(gathered.content.identity.createdAt);
    const identities = new Map([...this.#streams].map(([index, { description }]) => [index, description.identity]));
    return (index) => originOf(identities.get(index), gathered);
  }

  /** What a reader has to know: logs that came before the objects which tell names. @param related what is known now */
  notes(related: RelatedThings, words: TimelineWords): readonly string[] {
    const early = [...this.#logsByNames].reduce(
      (sum, [names, logs]) => (names < related.names.length ? sum + logs : sum),
      0,
    );
    return early === 0 ? [] : [words.earlyLogs(early)];
  }

  #see(
    description: StreamDescription,
    chunks: AsyncIterable<Uint8Array>,
    objects: ObjectIndex,
  ): AsyncIterable<Uint8Array> {
    const scanner = this.#scannerFor(objects);
    this.#logsByNames.set(this.#namesKnown, (this.#logsByNames.get(this.#namesKnown) ?? 0) + 1);
    const stream = new LogStream(description);
    this.#streams.set(description.index, stream);
    return watchChunks(chunks, (seen) => scanner.scan(stream, seen, () => undefined));
  }

  #scannerFor(objects: ObjectIndex): NameScanner {
    if (this.#scanner !== undefined && objects.size === this.#objectsSeen) return this.#scanner;
    this.#objectsSeen = objects.size;
    const related = this.#relatedIn(objects);
    this.#namesKnown = related.names.length;
    const search = new NameSearch(related);
    if (this.#scanner === undefined) this.#scanner = new NameScanner(this.#story, search);
    else this.#scanner.lookFor(search);
    return this.#scanner;
  }
}

function originsOf(identities: readonly LogStreamIdentity[], gathered: GatheredBundle): OriginOf {
  return (index) => originOf(identities[index], gathered);
}

/** `longhorn-manager@node1`: the program by its name in rules/programs.yaml, else its container or pod. */
function originOf(identity: LogStreamIdentity | undefined, { facts }: GatheredBundle): StreamOrigin {
  const { programs = [], container, pod, namespace } = identity ?? {};
  const node = identity?.node ?? (pod === undefined ? undefined : facts.nodeOfPod(`${namespace ?? ''}/${pod}`));
  const program = programs[0] ?? container ?? pod ?? 'log';
  const place = node ?? pod;
  return { source: place === undefined ? program : `${program}@${place}`, node };
}
