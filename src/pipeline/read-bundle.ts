import type { LayoutName } from '../bundle/index.js';
import {
  BundleClassifier,
  type BundleIdentity,
  BundleIdentityBuilder,
  type EntryRole,
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
import type { RuleSet } from '../rules/rule-set.js';
import { EVENT_RESOURCES } from '../rules/signals/event-lines.js';
import type { ReadLimits } from './analyze-options.js';
import { decodeText } from './decode-text.js';
import { LogStream } from './log-stream.js';
import { scanStream } from './scan-stream.js';

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

/** Reads the entries of a bundle once, front to back. */
export async function readBundle(
  entries: AsyncIterable<Entry>,
  name: string,
  rules: RuleSet,
  limits: ReadLimits,
  warn: WarningSink,
  knownProducts: Readonly<Record<string, string>> = {},
): Promise<BundleContent> {
  const reader = new BundleReader(name, rules, limits, warn);
  for await (const entry of entries) await reader.read(entry);
  return reader.finish(knownProducts);
}

class BundleReader {
  readonly #rules: RuleSet;
  readonly #limits: ReadLimits;
  readonly #warn: WarningSink;
  readonly #classifier: BundleClassifier;
  readonly #identity: BundleIdentityBuilder;
  readonly #plan: LinePlan;
  readonly #matchers: MatcherSet;
  readonly #wanted: ReadonlySet<string>;
  readonly #objects = new ObjectIndex();
  readonly #streams: LogStream[] = [];
  readonly #files = new Map<string, string[]>();
  readonly #stats = { entries: 0, bytes: 0, logLines: 0, objects: 0 };
  #recognised = 0;

  constructor(name: string, rules: RuleSet, limits: ReadLimits, warn: WarningSink) {
    this.#rules = rules;
    this.#limits = limits;
    this.#warn = warn;
    this.#classifier = new BundleClassifier(rules.tables);
    this.#identity = new BundleIdentityBuilder(name, warn);
    this.#plan = new LinePlan(rules.rules, warn);
    this.#matchers = new MatcherSet(this.#plan.literals, ScanModule.load());
    this.#wanted = wantedKinds(rules);
  }

  async read(entry: Entry): Promise<void> {
    this.#stats.entries++;
    this.#identity.addEntry(entry.path, entry.modified);
    const role = this.#classifier.classify(entry.path);
    if (statesIdentity(role)) await this.#readIdentity(entry, role);
    switch (role.kind) {
      case 'log':
        this.#recognised++;
        return this.#readLog(entry, role.stream);
      case 'objects':
        this.#recognised++;
        return this.#readObjects(entry, role.resource);
      case 'file':
        return this.#readFile(entry, role.file, role.node);
      default:
        return undefined;
    }
  }

  /** Settles everything that needs the whole bundle: its identity, its time, and the years of log lines. */
  finish(knownProducts: Readonly<Record<string, string>>): BundleContent {
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
      stats: this.#stats,
      recognised: this.#recognised,
    };
  }

  async #readLog(entry: Entry, identity: LogStreamIdentity): Promise<void> {
    const stream = new LogStream(entry.path, identity);
    this.#streams.push(stream);
    const { lines, bytes } = await scanStream(entry, stream, this.#plan.forLog(identity), this.#matchers, this.#warn);
    this.#stats.logLines += lines;
    this.#stats.bytes += bytes;
  }

  async #readFile(entry: Entry, file: string, node: string | undefined): Promise<void> {
    const paths = this.#files.get(file) ?? [];
    this.#files.set(file, paths);
    paths.push(entry.path);
    const collectors = this.#plan.forFile(file);
    if (collectors.size === 0) return;
    const stream = new LogStream(entry.path, {
      programs: [],
      previous: false,
      ...(node === undefined ? {} : { node }),
    });
    this.#streams.push(stream);
    const { bytes } = await scanStream(entry, stream, collectors, this.#matchers, this.#warn);
    this.#stats.bytes += bytes;
  }

  async #readObjects(entry: Entry, resource: string | undefined): Promise<void> {
    if (resource !== undefined && !this.#wanted.has(resource)) return;
    const text = await this.#readText(entry);
    if (text === undefined) return;
    const file = readObjects(text, {
      path: entry.path,
      ...(resource === undefined ? {} : { resource }),
      wants: (kind) => this.#wanted.has(kind),
      warn: this.#warn,
    });
    for (const kind of file.listed) this.#objects.markCollected(kind, entry.path);
    for (const object of file.objects) this.#objects.add(object);
    this.#stats.objects += file.count;
  }

  async #readIdentity(entry: Entry, role: EntryRole): Promise<void> {
    const text = await this.#readText(entry);
    if (text !== undefined) this.#identity.addText(role, entry.path, text);
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
