import type { LayoutName } from '../bundle/index.js';
import {
  BundleClassifier,
  type BundleIdentity,
  BundleIdentityBuilder,
  type EntryRole,
  type FileRole,
  IDENTITY_KINDS,
  type ObjectListRole,
  statesIdentity,
} from '../bundle/index.js';
import { textAt } from '../bundle/kube-path.js';
import { COVERAGE_KINDS, Collection } from '../coverage/collection.js';
import type { Warning, WarningSink } from '../errors/index.js';
import { MatcherSet } from '../logs/matcher/matcher-set.js';
import { ScanModule } from '../logs/matcher/scan-module.js';
import type { Entry } from '../model/entry.js';
import { type KubeObject, resourceOf } from '../model/kube-object.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import { ObjectIndex } from '../objects/object-index.js';
import { readObjects } from '../objects/read-objects.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { LinePlan } from '../rules/line-plan.js';
import type { RuleProfile } from '../rules/rule-profile.js';
import type { RuleSet } from '../rules/rule-set.js';
import { EVENT_RESOURCES } from '../rules/signals/cluster-events.js';
import { CLOCK_KINDS } from '../timeline/clock-offsets.js';
import { DIAGNOSIS_KINDS } from '../topology/link-families.js';
import { UPGRADE_KINDS } from '../upgrade/upgrade-facts.js';
import type { ReadLimits } from './analyze-options.js';
import { decodeText } from './decode-text.js';
import { linePlanOf } from './line-plan-of.js';
import { LogEnds } from './log-ends.js';
import { LogStream, type StreamDescription } from './log-stream.js';
import type { ObjectObserver } from './object-observer.js';
import { ParallelScanner, type PlannedScanner, type WorkerSetup } from './parallel-scanner.js';
import { InlineScanner, type StreamScanner } from './stream-scanner.js';

/** What one pass over a bundle gathers. */
export interface BundleContent {
  readonly identity: BundleIdentity;
  readonly layout: LayoutName;
  readonly objects: ObjectIndex;
  readonly plan: LinePlan;
  readonly streams: readonly LogStream[];
  /** Entries that are a file of a node, by path on the node. */
  readonly files: ReadonlyMap<string, readonly string[]>;
  /** What was collected and what was not. */
  readonly collection: Collection;
  readonly stats: {
    readonly entries: number;
    readonly bytes: number;
    readonly logLines: number;
    readonly objects: number;
  };
  /** Logs and object files that were recognised. */
  readonly recognised: number;
}

const WHENEVER: TimeRange = { since: undefined, until: undefined };

/** Kinds that the stages after the rules ask for. */
const STAGE_KINDS: readonly string[] = [...DIAGNOSIS_KINDS, ...CLOCK_KINDS, ...UPGRADE_KINDS, ...COVERAGE_KINDS];

/** What a command reads besides what rules ask for. */
export interface ReadExtras {
  /** Kinds of objects that are kept besides those that rules and the stages of a diagnosis ask for. */
  readonly kinds?: readonly string[];
  /**
   * Sees the logs, and the files of nodes that rules search, on their way to the rules: gives back chunks with the same content. It is
   * called for each in the order of the bundle, with the objects that were read before it.
   */
  readonly watch?: LogWatch;
  readonly observer?: ObjectObserver;
}

/** See {@link ReadExtras}. */
export type LogWatch = (
  description: StreamDescription,
  chunks: AsyncIterable<Uint8Array>,
  objects: ObjectIndex,
) => AsyncIterable<Uint8Array>;

/** How a bundle is read. */
export interface ReadOptions extends ReadExtras {
  /** Versions by product that are known from elsewhere. */
  readonly knownProducts?: Readonly<Record<string, string>>;
  readonly threads?: WorkerSetup;
  /** Only lines in this time are gathered. */
  readonly range?: TimeRange;
  /** Takes what rules cost while reading. */
  readonly profile?: RuleProfile;
}

/** Reads the entries of a bundle once, front to back. */
export async function readBundle(
  entries: AsyncIterable<Entry>,
  name: string,
  rules: RuleSet,
  limits: ReadLimits,
  warn: WarningSink,
  options: ReadOptions = {},
): Promise<BundleContent> {
  const reader = new BundleReader(name, rules, limits, warn, options);
  try {
    for await (const entry of entries) await reader.read(entry);
    return await reader.finish(options.knownProducts ?? {});
  } finally {
    await reader.stop();
  }
}

class BundleReader {
  readonly #rules: RuleSet;
  readonly #limits: ReadLimits;
  readonly #warn: WarningSink;
  readonly #classifier: BundleClassifier;
  readonly #identity: BundleIdentityBuilder;
  readonly #plan: LinePlan;
  readonly #scanner: StreamScanner;
  readonly #wanted: ReadonlySet<string>;
  readonly #watch: LogWatch | undefined;
  readonly #observer: ObjectObserver | undefined;
  readonly #objects = new ObjectIndex();
  readonly #collection = new Collection();
  readonly #streams: LogStream[] = [];
  /** Of all threads; told in the order of the bundle when all have ended. */
  readonly #scanWarnings: Warning[] = [];
  readonly #files = new Map<string, string[]>();
  readonly #stats = { entries: 0, bytes: 0, objects: 0 };
  #recognised = 0;
  #cluster: string | undefined;

  constructor(name: string, rules: RuleSet, limits: ReadLimits, warn: WarningSink, options: ReadOptions) {
    const { threads, kinds, watch, observer, range = WHENEVER, profile } = options;
    this.#rules = rules;
    this.#limits = limits;
    this.#warn = warn;
    this.#classifier = new BundleClassifier(rules.tables, name);
    this.#identity = new BundleIdentityBuilder(name, warn);
    const warnOfScan: WarningSink = (warning) => {
      this.#scanWarnings.push(warning);
    };
    this.#plan = linePlanOf(rules.rules, warnOfScan, profile?.collector);
    const matchers = new MatcherSet(this.#plan.literals, ScanModule.load());
    const scannerFor = (plan: LinePlan): PlannedScanner => ({
      plan,
      scanner: new InlineScanner(plan, matchers, warnOfScan, range),
    });
    const planned = scannerFor(this.#plan);
    const another = (): PlannedScanner => scannerFor(linePlanOf(rules.rules, warnOfScan, profile?.collector));
    this.#scanner =
      threads === undefined ? planned.scanner : new ParallelScanner(planned, another, threads, warnOfScan, profile);
    this.#wanted = wantedKinds(rules, kinds);
    this.#watch = watch;
    this.#observer = observer;
  }

  async read(entry: Entry): Promise<void> {
    this.#stats.entries++;
    this.#identity.addEntry(entry.path, entry.modified);
    const role = this.#classifier.classify(entry.path);
    this.#collection.addEntry(entry.path, role);
    switch (role.kind) {
      case 'metadata':
        await this.#readMetadata(entry, role);
        return undefined;
      case 'log':
        this.#recognised++;
        return this.#scan(entry, role.stream, undefined);
      case 'objects':
        this.#recognised++;
        return this.#readObjects(entry, role);
      case 'file':
        return this.#readFile(entry, role);
      default:
        return undefined;
    }
  }

  /** Settles everything that needs the whole bundle: its identity, its time, and the years of log lines. */
  async finish(knownProducts: Readonly<Record<string, string>>): Promise<BundleContent> {
    const { lines, bytes } = await this.#scanner.finish();
    for (const stream of this.#streams) {
      const { index, file } = stream.description;
      if (file === undefined) this.#collection.addLog(index, stream);
    }
    this.#tellScanWarnings();
    const identity = this.#identity.build((resource) => this.#objects.list(resource));
    const { facts } = this.#rules;
    facts.time = identity.createdAt;
    const stated = identity.products.flatMap(({ name, version }): [string, string][] =>
      version === undefined ? [] : [[name, version]],
    );
    facts.products = { ...Object.fromEntries(stated), ...knownProducts };
    const ends = new LogEnds(this.#streams);
    for (const stream of this.#streams) stream.settle(identity.createdAt, ends);
    return {
      identity,
      layout: this.#classifier.layout,
      objects: this.#objects,
      plan: this.#plan,
      streams: this.#streams,
      files: this.#files,
      collection: this.#collection,
      stats: { ...this.#stats, bytes: this.#stats.bytes + bytes, logLines: lines },
      recognised: this.#recognised,
    };
  }

  /** Ends what still runs when reading ends early. */
  async stop(): Promise<void> {
    await this.#scanner.stop();
  }

  #tellScanWarnings(): void {
    const places = new Map(this.#streams.map(({ description }) => [description.path, description.index]));
    const placeOf = ({ path }: Warning): number => places.get(path ?? '') ?? this.#streams.length;
    for (const warning of this.#scanWarnings.sort((a, b) => placeOf(a) - placeOf(b))) this.#warn(warning);
  }

  async #readFile(entry: Entry, role: FileRole): Promise<void> {
    const paths = this.#files.get(role.file) ?? [];
    this.#files.set(role.file, paths);
    paths.push(entry.path);
    // An entry can be read once: a file that also states what the bundle is goes on from memory.
    const text = statesIdentity(role) ? await this.#readMetadata(entry, role) : undefined;
    if (this.#plan.forFile(role.file).size === 0) return;
    const identity = { programs: [], previous: false, ...(role.node === undefined ? {} : { node: role.node }) };
    await this.#scan(
      text === undefined ? entry : { path: entry.path, read: () => inOneChunk(text) },
      identity,
      role.file,
    );
  }

  async #scan(entry: Entry, identity: LogStreamIdentity, file: string | undefined): Promise<void> {
    const stream = new LogStream({ index: this.#streams.length, path: entry.path, identity, file });
    this.#streams.push(stream);
    if (this.#watch === undefined) {
      await this.#scanner.scan(stream, entry);
    } else {
      const chunks = this.#watch(stream.description, entry.read(), this.#objects);
      await this.#scanner.scan(stream, { path: entry.path, read: () => chunks });
    }
  }

  async #readObjects(entry: Entry, { resource, namespace }: ObjectListRole): Promise<void> {
    const isAskedFor = (kind: string): boolean => this.#wanted.has(kind) || this.#observer?.kinds.has(kind) === true;
    if (resource !== undefined && !isAskedFor(resource)) return;
    const text = await this.#readText(entry);
    if (text === undefined) {
      this.#collection.addObjects(entry.path, '', resource === undefined ? [] : [resource], namespace, false);
      return;
    }
    let damaged = false;
    let unparsable = false;
    const file = readObjects(text, {
      path: entry.path,
      ...(resource === undefined ? {} : { resource }),
      wants: isAskedFor,
      warn: (warning) => {
        damaged = true;
        unparsable ||= warning.code === 'object-unparsable';
        this.#warn(warning);
      },
    });
    // Collectors write the error of the API server, or nothing, in place of a list: that is no list without items.
    const isList = file.count > 0 || (!damaged && text.trim() !== '');
    const listed = isList ? file.listed : [];
    for (const kind of listed) this.#objects.markCollected(kind, entry.path);
    const meant = !isList && resource !== undefined ? [resource] : listed;
    this.#collection.addObjects(entry.path, text, meant, namespace, isList);
    if (unparsable || !file.complete) {
      const held = file.objects.map(({ kind, group }) => resourceOf(kind, group));
      for (const kind of new Set([...listed, ...held])) this.#objects.markCut(kind);
    }
    for (const object of file.objects) {
      this.#seeCluster(object);
      if (this.#wanted.has(resourceOf(object.kind, object.group))) this.#objects.add(object);
    }
    this.#observer?.addFile({
      path: entry.path,
      ...(namespace === undefined ? {} : { namespace }),
      listed,
      complete: file.complete,
      objects: file.objects,
    });
    this.#stats.objects += file.count;
  }

  /** The UID of the namespace kube-system is the usual id of a cluster. */
  #seeCluster({ kind, name, content, path }: KubeObject): void {
    const uid = kind === 'Namespace' && name === 'kube-system' ? textAt(content, 'metadata', 'uid') : undefined;
    this.#cluster ??= uid;
    if (uid === undefined || uid === this.#cluster) return;
    this.#warn({
      code: 'several-bundles',
      message:
        'an object of another cluster than those before: what is told of one may come of the other; analyze each bundle by itself',
      path,
    });
  }

  async #readMetadata(entry: Entry, role: EntryRole): Promise<string | undefined> {
    const text = await this.#readText(entry);
    if (text !== undefined) this.#identity.addText(role, entry.path, text);
    return text;
  }

  async #readText(entry: Entry): Promise<string | undefined> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of entry.read()) {
      size += chunk.length;
      if (size > this.#limits.maxObjectBytes) {
        this.#warn({
          code: 'limit-object-file',
          path: entry.path,
          message: `larger than ${this.#limits.maxObjectBytes} bytes (--max-object-bytes); its objects are missing from the analysis`,
        });
        return undefined;
      }
      chunks.push(chunk);
    }
    this.#stats.bytes += size;
    return decodeText(Buffer.concat(chunks));
  }
}

async function* inOneChunk(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text, 'utf8');
}

/** Kinds that are read: those that rules and the stages of a diagnosis ask for, and others. */
export function wantedKinds(rules: RuleSet, others: readonly string[] = []): ReadonlySet<string> {
  const kinds = new Set<string>([...IDENTITY_KINDS, ...STAGE_KINDS, ...others]);
  for (const { outline } of rules.rules) {
    for (const signal of outline.signals) {
      if (signal.kind === 'object') kinds.add(signal.resource);
      if (signal.kind === 'event') for (const resource of EVENT_RESOURCES) kinds.add(resource);
    }
  }
  return kinds;
}
