import { type Extract, extract } from 'tar-stream';
import { type ByteSource, streamSource } from '../source/index.js';
import { type ArchiveContext, memberPath, warnArchive } from './archive-context.js';
import type { ContainerFormat, Member } from './format.js';
import { PeekedStream } from './peeked-stream.js';
import { StreamDamage } from './stream-damage.js';
import { TarFeed } from './tar-feed.js';
import { hasSparseMap, sparseName, withoutSparseMap } from './tar-sparse.js';

/** An entry of tar-stream, which does not export the type. */
type TarEntry = Extract extends AsyncIterable<infer Item> ? Item : never;

/** v7 archives have no magic; the type definitions of tar-stream do not know the option. */
const UNPACK = { allowUnknownFormat: true, highWaterMark: 2 ** 20 };

const HEADER_BYTES = 512;
const CHECKSUM_OFFSET = 148;
const MAGIC_OFFSET = 257;

/** Tar: ustar, GNU and PAX names, v7. Links are left out: what they lead to is in the bundle under its own name. */
export const tarFormat: ContainerFormat = {
  kind: 'container',
  name: 'tar',
  matches: (head) => head.length >= HEADER_BYTES && (hasMagic(head) || isV7(head)) && checksumAgrees(head),
  members,
};

function hasMagic(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(MAGIC_OFFSET, MAGIC_OFFSET + 5)).toString('latin1') === 'ustar';
}

/** A v7 header has no magic: a name, and digits and blanks where numbers stand. */
function isV7(head: Uint8Array): boolean {
  if (head[0] === 0) return false;
  return head
    .subarray(100, CHECKSUM_OFFSET)
    .every((byte) => byte === 0 || byte === 0x20 || (byte >= 0x30 && byte <= 0x37));
}

/** Sum of the header's bytes, with the checksum field counted as blanks (POSIX.1-1988 ustar; as in v7). */
function checksumAgrees(head: Uint8Array): boolean {
  let sum = 8 * 0x20;
  for (let at = 0; at < HEADER_BYTES; at++) {
    if (at < CHECKSUM_OFFSET || at >= CHECKSUM_OFFSET + 8) sum += head[at] ?? 0;
  }
  const text = Buffer.from(head.subarray(CHECKSUM_OFFSET, CHECKSUM_OFFSET + 8)).toString('latin1');
  const stated = /^ *([0-7]+)[ \0]*/.exec(text)?.[1];
  return stated !== undefined && Number.parseInt(stated, 8) === sum;
}

async function* members(source: ByteSource, context: ArchiveContext): AsyncGenerator<Member> {
  const unpacker = extract(UNPACK);
  const feed = new TarFeed(unpacker);
  const feeding = feed.run(source.stream());
  let last = 'its first header';
  try {
    for await (const entry of unpacker) {
      if (!context.budget.countEntry(context.name)) return;
      last = sparseName(entry.header.name);
      const content = new TarContent(entry);
      if (isFile(entry)) yield tarMember(entry, content, context);
      await content.finish();
    }
  } catch (error) {
    if (feed.failure === undefined) reportDamage(error, memberPath(context, last), context);
  } finally {
    unpacker.destroy();
    await feeding;
  }
  if (feed.failure !== undefined && !(feed.failure instanceof StreamDamage)) throw feed.failure;
}

/** `null` is GNU's old sparse format, among others: its data comes without the holes. */
function isFile({ header }: TarEntry): boolean {
  const type: string | null = header.type;
  if (type === null) return header.size > 0;
  return type === 'file' || type === 'contiguous-file';
}

function tarMember(entry: TarEntry, content: TarContent, context: ArchiveContext): Member {
  const { header } = entry;
  const name = sparseName(header.name);
  const chunks = hasSparseMap(header) ? withoutSparseMap(content) : content;
  const peeked = new PeekedStream(streamSource(memberPath(context, name), chunks));
  const modified = header.mtime.getTime();
  return {
    name,
    size: header.size,
    ...(Number.isNaN(modified) ? {} : { modified }),
    head: () => peeked.head(),
    open: async () => peeked,
  };
}

/** The chunks of one entry. Not `for await` over it: ending that early would destroy the entry and the unpacker with it. */
class TarContent implements AsyncIterable<Uint8Array> {
  readonly #entry: TarEntry;
  #iterator: AsyncIterator<unknown> | undefined;

  constructor(entry: TarEntry) {
    this.#entry = entry;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return { next: () => this.#next() };
  }

  /** Passes over what nobody read, so that the unpacker can go on. */
  async finish(): Promise<void> {
    if (this.#iterator === undefined) {
      this.#entry.resume();
      return;
    }
    try {
      for (let step = await this.#next(); !step.done; step = await this.#next());
    } catch (error) {
      // The unpacker reports the same failure to its own reader.
      if (!(error instanceof StreamDamage)) throw error;
    }
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    const iterator = this.#iterator ?? this.#entry[Symbol.asyncIterator]();
    this.#iterator = iterator;
    try {
      const { value } = await iterator.next();
      return value instanceof Uint8Array ? { done: false, value } : { done: true, value: undefined };
    } catch (error) {
      throw new StreamDamage(error instanceof Error ? error.message : String(error));
    }
  }
}

function reportDamage(error: unknown, last: string, context: ArchiveContext): void {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason === 'Unexpected end of data') {
    warnArchive(context, 'archive-truncated', `the tar data ends in or after ${last}; what came before was read`);
  } else {
    warnArchive(
      context,
      'archive-damaged',
      `the tar data cannot be read after ${last} (${reason}); what came before was read`,
    );
  }
}
