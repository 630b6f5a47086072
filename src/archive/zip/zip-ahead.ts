import type { ExpectedContent } from '../decompressor.js';
import { isDirectoryName, Method, type ZipHeader } from './zip-header.js';

/** Smaller entries are inflated before anybody else could be told of them. */
const LARGE_ENTRY_BYTES = 512 * 1024;

/** Headers looked at beyond the entry that is read: many small entries may lie between two large ones. */
const MOST_HEADERS = 256;

/** A header with its position in the directory, from 0. */
export interface PlacedHeader {
  readonly header: ZipHeader;
  readonly index: number;
}

/** Starts on the content of an entry. @returns undefined when it cannot. */
export type StartExpecting = (placed: PlacedHeader) => Promise<ExpectedContent | undefined>;

/**
 * The headers of a zip in order, with a look at what comes: the content of the next large entry is on its way while the one before it, and what
 * lies between them, is read. Nobody warns of an entry before its turn.
 */
export class HeadersAhead {
  readonly #headers: AsyncGenerator<ZipHeader, boolean>;
  readonly #expect: StartExpecting | undefined;
  readonly #queue: PlacedHeader[] = [];
  #read = 0;
  /** Headers before this one are no candidates any more. */
  #considered = 0;
  /** True: to the end; false: to a damaged place. */
  #end: boolean | undefined;
  #next: { readonly index: number; readonly content: ExpectedContent } | undefined;

  /** @param expect undefined: nobody takes entries. */
  constructor(headers: AsyncGenerator<ZipHeader, boolean>, expect: StartExpecting | undefined) {
    this.#headers = headers;
    this.#expect = expect;
  }

  /** Undefined at the end, see {@link isWhole}. */
  async next(): Promise<PlacedHeader | undefined> {
    if (this.#queue.length === 0) await this.#fill();
    return this.#queue.shift();
  }

  /** Whether the directory could be read to its end. */
  get isWhole(): boolean {
    return this.#end !== false;
  }

  /** Gives the content of an entry whose turn it is, and starts on that of the next large one. */
  async contentOf(placed: PlacedHeader): Promise<ExpectedContent | undefined> {
    if (this.#expect === undefined) return undefined;
    let content: ExpectedContent | undefined;
    if (this.#next?.index === placed.index) {
      content = this.#next.content;
      this.#next = undefined;
    } else if (placed.index >= this.#considered) {
      this.#considered = placed.index + 1;
      content = isLarge(placed.header) ? await this.#expect(placed) : undefined;
    }
    if (this.#next === undefined) await this.#expectNext(this.#expect);
    return content;
  }

  async close(): Promise<void> {
    this.#next?.content.drop();
    await this.#headers.return(true);
  }

  async #expectNext(expect: StartExpecting): Promise<void> {
    const first = this.#queue[0]?.index ?? this.#read;
    for (let at = Math.max(0, this.#considered - first); at < MOST_HEADERS; at++) {
      if (at === this.#queue.length) await this.#fill();
      const placed = this.#queue[at];
      if (placed === undefined) return;
      this.#considered = placed.index + 1;
      const content = isLarge(placed.header) ? await expect(placed) : undefined;
      if (content === undefined) continue;
      this.#next = { index: placed.index, content };
      return;
    }
  }

  async #fill(): Promise<void> {
    if (this.#end !== undefined) return;
    const step = await this.#headers.next();
    if (step.done) this.#end = step.value;
    else this.#queue.push({ header: step.value, index: this.#read++ });
  }
}

/** Whether its content is worth to be waited for. */
function isLarge(header: ZipHeader): boolean {
  return header.method === Method.deflated && header.size > LARGE_ENTRY_BYTES && !isDirectoryName(header.name);
}
