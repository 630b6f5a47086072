import type { LayoutName } from '../bundle/index.js';
import {
  BundleClassifier,
  type BundleIdentity,
  BundleIdentityBuilder,
  type EntryRole,
  type FileRole,
  IDENTITY_KINDS,
  statesIdentity,
} from '../bundle/index.js';
import { TOPOLOGY_KINDS } from '../diagnosis/topology.js';
import type { WarningSink } from '../errors/index.js';
import { MatcherSet } from '../logs/matcher/matcher-set.js';
import { ScanModule } from '../logs/matcher/scan-module.js';
import type { Entry } from '../model/entry.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import { ObjectIndex } from '../objects/object-index.js';
import { readObjects } from '../objects/read-objects.js';
import { LinePlan } from '../rules/line-plan.js';
import type { RuleProfile } from '../rules/rule-profile.js';
import type { RuleSet } from '../rules/rule-set.js';
import { EVENT_RESOURCES } from '../rules/signals/event-lines.js';
import type { ReadLimits } from './analyze-options.js';
import { decodeText } from './decode-text.js';
import { LogStream, type StreamDescription } from './log-stream.js';
import { ParallelScanner, type WorkerSetup } from './parallel-scanner.js';
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
  readonly stats: {
    readonly entries: number;
    readonly bytes: number;
    readonly logLines: number;
    readonly objects: number;
  };
  /** Logs and object files that were recognised. */
  readonly recognised: number;
}

/** Sees the bytes of a log or text file on their way to the scan: gives the same bytes, in any chunks. */
export type StreamObserver = (
  stream: StreamDescription,
  chunks: AsyncIterable<Uint8Array>,
) => AsyncIterable<Uint8Array>;

/** What reading may be told besides what to read. */
export interface ReadOptions {
  /** Versions by product that are known from elsewhere. */
  readonly knownProducts?: Readonly<Record<string, string>>;
  readonly threads?: WorkerSetup;
  readonly observe?: StreamObserver;
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
  readonly #observe: StreamObserver | undefined;
  readonly #classifier: BundleClassifier;
  readonly #identity: BundleIdentityBuilder;
  readonly #plan: LinePlan;
  readonly #scanner: StreamScanner;
  readonly #wanted: ReadonlySet<string>;
  readonly #objects = new ObjectIndex();
  readonly #streams: LogStream[] = [];
  readonly #files = new Map<string, string[]>();
  readonly #stats = { entries: 0, bytes: 0, objects: 0 };
  #recognised = 0;

  constructor(
    name: string,
    rules: RuleSet,
    limits: ReadLimits,
    warn: WarningSink,
    { threads, observe, profile }: ReadOptions,
  ) {
    this.#rules = rules;
    this.#limits = limits;
    this.#warn = warn;
    this.#observe = observe;
    this.#classifier = new BundleClassifier(rules.tables);
    this.#identity = new BundleIdentityBuilder(name, warn);
    this.#plan = new LinePlan(rules.rules, warn, profile?.collector);
    const inline = new InlineScanner(this.#plan, new MatcherSet(this.#plan.literals, ScanModule.load()), warn);
    this.#scanner = threads === undefined ? inline : new ParallelScanner(inline, this.#plan, threads, warn, profile);
    this.#wanted = wantedKinds(rules);
  }

  async read(entry: Entry): Promise<void> {
    this.#stats.entries++;
    this.#identity.addEntry(entry.path, entry.modified);
    const role = this.#classifier.classify(entry.path);
    switch (role.kind) {
      case 'metadata':
        await this.#readMetadata(entry, role);
        return undefined;
      case 'log':
        this.#recognised++;
        return this.#readLog(entry, role.stream);
      case 'objects':
        this.#recognised++;
        return this.#readObjects(entry, role.resource);
      case 'file':
        return this.#readFile(entry, role);
      default:
        return undefined;
    }
  }

  /** Settles everything that needs the whole bundle: its identity, its time, and the years of log lines. */
  async finish(knownProducts: Readonly<Record<string, string>>): Promise<BundleContent> {
    const { lines, bytes } = await this.#scanner.finish();
    const identity = this.#identity.build((resource) => this.#objects.list(resource));
    const { facts } = this.#rules;
    facts.time = identity.createdAt;
    const stated = identity.products.flatMap(({ name, version }): [string, string][] =>
      version === undefined ? [] : [[name, version]],
    );
    facts.products = { ...Object.fromEntries(stated), ...knownProducts };
    for (const stream of this.#streams) stream.settle(identity.createdAt);
    return {
      identity,
      layout: this.#classifier.layout,
      objects: this.#objects,
      plan: this.#plan,
      streams: this.#streams,
      files: this.#files,
      stats: { ...this.#stats, bytes: this.#stats.bytes + bytes, logLines: lines },
      recognised: this.#recognised,
    };
  }

  /** Ends what still runs when reading ends early. */
  async stop(): Promise<void> {
    await this.#scanner.stop();
  }

  async #readLog(entry: Entry, identity: LogStreamIdentity): Promise<void> {
    await this.#scan(entry.read(), entry, identity, undefined);
  }

  async #readFile(entry: Entry, role: FileRole): Promise<void> {
    const paths = this.#files.get(role.file) ?? [];
    this.#files.set(role.file, paths);
    paths.push(entry.path);
    // An entry can be read once: a file that also states what the bundle is goes on from memory.
    const text = statesIdentity(role) ? await this.#readMetadata(entry, role) : undefined;
    if (this.#plan.forFile(role.file).size === 0) return;
    const chunks = text === undefined ? entry.read() : inOneChunk(text);
    const identity = { programs: [], previous: false, ...(role.node === undefined ? {} : { node: role.node }) };
    await this.#scan(chunks, entry, identity, role.file);
  }

  async #scan(
    chunks: AsyncIterable<Uint8Array>,
    { path, size }: Entry,
    identity: LogStreamIdentity,
    file: string | undefined,
  ): Promise<void> {
    const stream = new LogStream({ index: this.#streams.length, path, identity, file });
    this.#streams.push(stream);
    const observed = this.#observe === undefined ? chunks : this.#observe(stream.description, chunks);
    await this.#scanner.scan(stream, observed, size);
  }

  async #readObjects(entry: Entry, resource: string | undefined): Promise<void> {
    if (resource !== undefined && !this.#wanted.has(resource)) return;
    const text = await this.#readText(entry);
    if (text === undefined) return;
    let damaged = false;
    const file = readObjects(text, {
      path: entry.path,
      ...(resource === undefined ? {} : { resource }),
      wants: (kind) => this.#wanted.has(kind),
      warn: (warning) => {
        damaged = true;
        this.#warn(warning);
      },
    });
    // Collectors write the error of the API server, or nothing, in place of a list: that is no list without items.
    const isList = file.count > 0 || (!damaged && text.trim() !== '');
    if (isList) for (const kind of file.listed) this.#objects.markCollected(kind, entry.path);
    for (const object of file.objects) this.#objects.add(object);
    this.#stats.objects += file.count;
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

function wantedKinds(rules: RuleSet): ReadonlySet<string> {
  const kinds = new Set<string>([...IDENTITY_KINDS, ...TOPOLOGY_KINDS]);
  for (const { signals } of rules.rules) {
    for (const { signal } of signals) {
      if (signal.kind === 'object') kinds.add(signal.resource);
      if (signal.kind === 'event') for (const resource of EVENT_RESOURCES) kinds.add(resource);
    }
  }
  return kinds;
}
