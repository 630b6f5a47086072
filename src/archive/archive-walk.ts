import { BundlescopeError, type WarningSink } from '../errors/index.js';
import type { Entry, HandedEntry } from '../model/entry.js';
import { type ByteSource, type DirectoryFile, type RangeSource, streamSource } from '../source/index.js';
import type { ArchiveContext } from './archive-context.js';
import type { Budget } from './budget.js';
import type { Decompressor } from './decompressor.js';
import { safeEntryName } from './entry-name.js';
import { type CompressionFormat, HEAD_BYTES, type Member } from './format.js';
import { detectFormat } from './formats.js';
import { foreignFormat } from './not-an-archive.js';
import { PeekedStream } from './peeked-stream.js';
import { SeenPaths } from './seen-paths.js';
import { StreamDamage } from './stream-damage.js';

/** A source whose beginning has been looked at. */
export interface Walkable {
  /** Name without directories. */
  readonly name: string;
  readonly head: Uint8Array;
  open(): Promise<ByteSource>;
}

/** What the walk comes to: an archive, or a leaf. */
interface Visited extends Pick<Walkable, 'head' | 'open'>, Pick<Member, 'packed'> {}

/** Where in the bundle the walk is. */
interface Place {
  /** Path of the entry if this is a file. */
  readonly path: string;
  /** Prefix of the entries if this is a container. */
  readonly prefix: string;
  /** Archives around this place. */
  readonly depth: number;
  /** True directly inside a compressed stream. */
  readonly compressed: boolean;
  readonly facts: Pick<Entry, 'size' | 'modified'>;
}

/** Goes through a bundle depth first and gives its leaves. */
export class ArchiveWalk {
  readonly #budget: Budget;
  readonly #warn: WarningSink;
  readonly #decompressor: Decompressor | undefined;
  readonly #seen = new SeenPaths();

  /** @param decompressor takes what lies in a file. */
  constructor(budget: Budget, warn: WarningSink, decompressor?: Decompressor) {
    this.#decompressor = decompressor;
    this.#budget = budget;
    this.#warn = warn;
  }

  /** The leaves of the bundle itself: their paths begin inside it. */
  source(top: Walkable): AsyncGenerator<Entry> {
    return this.#visit(top, { path: top.name, prefix: '', depth: 0, compressed: false, facts: {} });
  }

  /** The leaves of one file of a directory: the file itself, or what is in it. */
  async *file(file: DirectoryFile): AsyncGenerator<Entry> {
    if (!this.#budget.countEntry(file.path)) return;
    const path = this.#safePath('', file.path);
    let source: RangeSource | undefined;
    try {
      const opened = await file.open();
      source = opened;
      const item = { head: await opened.read(0, HEAD_BYTES), open: async () => opened };
      const facts = { size: file.size, modified: file.modified };
      yield* this.#visit(item, { path, prefix: `${path}!/`, depth: 0, compressed: false, facts });
    } catch (error) {
      this.#endQuietly(path, error);
    } finally {
      await source?.close();
    }
  }

  async *#visit(item: Visited, place: Place): AsyncGenerator<Entry> {
    const format = detectFormat(item.head);
    if (format === undefined) {
      this.#warnForeign(item.head, place);
      yield* this.#leaf(item, place);
    } else if (place.depth >= this.#budget.limits.maxDepth) {
      const message = `${place.path}: nested deeper than ${this.#budget.limits.maxDepth} archives; not opened (--max-depth)`;
      this.#warn({ code: 'limit-depth', message, path: place.path });
      yield* this.#leaf(item, place);
    } else if (format.kind === 'compression') {
      yield* this.#decompressed(format, await item.open(), place);
    } else {
      const context = this.#context(place);
      try {
        for await (const member of format.members(await item.open(), context)) yield* this.#member(member, place);
      } catch (error) {
        this.#endQuietly(place.path, error);
      }
    }
  }

  async *#member(member: Member, place: Place): AsyncGenerator<Entry> {
    const path = this.#safePath(place.prefix, member.name);
    const facts = {
      ...(member.size === undefined ? {} : { size: member.size }),
      ...(member.modified === undefined ? {} : { modified: member.modified }),
    };
    let head: Uint8Array;
    try {
      head = await member.head();
    } catch (error) {
      this.#endQuietly(path, error);
      return;
    }
    const inside = { path, prefix: `${path}!/`, depth: place.depth + 1, compressed: false, facts };
    const { packed } = member;
    yield* this.#visit({ head, open: () => member.open(), ...(packed === undefined ? {} : { packed }) }, inside);
  }

  /** Compression around an archive is one level with it, and compression around a file is that file. */
  async *#decompressed(format: CompressionFormat, source: ByteSource, place: Place): AsyncGenerator<Entry> {
    const context = this.#context(place);
    const chunks = decompressElsewhere(format, source, context) ?? format.decompress(source, context);
    const inner = new PeekedStream(streamSource(place.path, chunks));
    const path = withoutEnding(format, place.path);
    const { size: _packed, ...facts } = place.facts;
    const depth = place.compressed ? place.depth + 1 : place.depth;
    try {
      const head = await inner.head();
      // It would be told to whoever reads the content, and nobody may.
      if (inner.failure !== undefined && !(inner.failure instanceof StreamDamage)) throw inner.failure;
      const isContainer = detectFormat(head)?.kind === 'container';
      yield* this.#visit(
        { head, open: async () => inner },
        { ...place, path: isContainer ? place.path : path, facts, depth, compressed: true },
      );
    } finally {
      await inner.close();
      await source.close();
    }
  }

  async *#leaf(item: Pick<Visited, 'open' | 'packed'>, place: Place): AsyncGenerator<Entry> {
    const { path } = place;
    if (this.#seen.has(path)) {
      this.#warn({ code: 'entry-duplicate', message: `${path}: occurs more than once; all were read`, path });
    }
    let state: 'ready' | 'read' | 'passed' = 'ready';
    const opened: ByteSource[] = [];
    const take = (): void => {
      if (state !== 'ready') {
        throw new Error(
          `${path}: ${state === 'read' ? 'was read already' : 'must be read before the next entry is asked for'}`,
        );
      }
      state = 'read';
    };
    const read = (): AsyncIterable<Uint8Array> => {
      take();
      return this.#content(item, path, opened);
    };
    const { packed } = item;
    const handOver = (): HandedEntry | undefined => {
      if (packed === undefined || !this.#budget.affords(packed.packedBytes, packed.bytes)) return undefined;
      take();
      this.#budget.countElsewhere(packed.bytes);
      return { packed: { path, ...packed }, settle: (bytes) => this.#budget.countElsewhere(bytes - packed.bytes) };
    };
    try {
      yield { path, ...place.facts, read, ...(packed === undefined ? {} : { handOver }) };
    } finally {
      state = 'passed';
      for (const source of opened) await source.close();
    }
  }

  async *#content(item: Pick<Walkable, 'open'>, path: string, opened: ByteSource[]): AsyncGenerator<Uint8Array> {
    try {
      const source = await item.open();
      opened.push(source);
      for await (const chunk of source.stream()) {
        this.#budget.countDelivered(chunk.length, path);
        yield chunk;
      }
    } catch (error) {
      this.#endQuietly(path, error);
    }
  }

  /** What has been reported ends here; a medium that fails is reported; an abort goes on to the caller. */
  #endQuietly(path: string, error: unknown): void {
    if (error instanceof StreamDamage) return;
    if (!(error instanceof BundlescopeError) || error.code !== 'input') throw error;
    this.#warnUnreadable(path, error);
  }

  #warnUnreadable(path: string, error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    this.#warn({ code: 'entry-unreadable', message: message.startsWith(path) ? message : `${path}: ${message}`, path });
  }

  /** Lines of a log in such a file are not found. */
  #warnForeign(head: Uint8Array, { path }: Place): void {
    const foreign = foreignFormat(head);
    if (foreign === undefined) return;
    const message = `${path}: this is ${foreign.name}, which is not supported; ${foreign.wayOut}`;
    this.#warn({ code: 'archive-unsupported', message, path });
  }

  #context(place: Place): ArchiveContext {
    return {
      name: place.path,
      prefix: place.prefix,
      budget: this.#budget,
      warn: this.#warn,
      ...(this.#decompressor === undefined ? {} : { decompressor: this.#decompressor }),
    };
  }

  #safePath(prefix: string, stored: string): string {
    const { path, changed } = safeEntryName(stored);
    if (changed) {
      const message = `${prefix}${path}: the stored name ${JSON.stringify(stored.slice(0, 200))} is unsafe; it was changed`;
      this.#warn({ code: 'entry-name-unsafe', message, path: prefix + path });
    }
    return prefix + path;
  }
}

/** @returns undefined when nobody else takes it. */
function decompressElsewhere(
  { name: format }: CompressionFormat,
  source: ByteSource,
  context: ArchiveContext,
): AsyncIterable<Uint8Array> | undefined {
  if (source.kind !== 'range' || source.location === undefined) return undefined;
  const stream = { ...source.location, format, bytes: source.size, name: context.name };
  return context.decompressor?.stream(stream, context);
}

/** `kernel.log.1.gz` holds `kernel.log.1`. A name without the ending stays. */
function withoutEnding(format: CompressionFormat, path: string): string {
  for (const [ending, undone] of format.endings) {
    const stem = path.slice(0, -ending.length);
    if (path.toLowerCase().endsWith(ending) && stem !== '' && !stem.endsWith('/')) return stem + undone;
  }
  return path;
}
