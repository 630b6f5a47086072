import { BundlescopeError } from '../errors/index.js';
import type { ByteSource } from '../source/index.js';
import { type ArchiveContext, warnArchive } from './archive-context.js';
import type { CompressionFormat } from './format.js';
import { StreamDamage } from './stream-damage.js';

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00];

/**
 * xz-decompress lets only one stream exist at a time: an xz file inside an xz archive would wait for ever. The decoder
 * itself keeps no state outside its contexts, so they may live side by side; `maxDepth` bounds their number.
 */
const UNBOUNDED = { acquire: async () => {}, release: () => {} };

/** xz (https://tukaani.org/xz/xz-file-format.txt), any number of streams, decoded in WebAssembly. */
export const xzFormat: CompressionFormat = {
  kind: 'compression',
  name: 'xz',
  matches: (head) => MAGIC.every((byte, index) => head[index] === byte),
  endings: [
    ['.txz', '.tar'],
    ['.xz', ''],
  ],
  decompress,
};

/** Loads the decoder when the first xz comes: it brings Node's web streams, which cost every start 4 ms. */
async function loadDecoder() {
  // CommonJS without statically visible names: a named import compiles, and fails when Node loads it.
  const { XzReadableStream } = (await import('xz-decompress')).default;
  Reflect.set(XzReadableStream, '_contextMutex', UNBOUNDED);
  return XzReadableStream;
}

async function* decompress(source: ByteSource, context: ArchiveContext): AsyncGenerator<Uint8Array> {
  const XzReadableStream = await loadDecoder();
  const input = new XzInput(source.stream());
  const reader = new XzReadableStream(input.web()).getReader();
  let produced = 0;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      if (value.length === 0) continue;
      produced += value.length;
      context.budget.countDecompressed(value.length, context.name);
      context.budget.checkRatio(input.consumed, produced, context.name);
      yield value;
    }
  } catch (error) {
    if (input.failure !== undefined) throw input.failure;
    if (error instanceof StreamDamage || error instanceof BundlescopeError) throw error;
    throw damage(context, input.ended, error);
  } finally {
    await reader.cancel().catch(() => {});
    await input.close();
  }
}

function damage(context: ArchiveContext, ended: boolean, error: unknown): StreamDamage {
  const reason = error instanceof Error ? error.message : String(error);
  if (ended)
    warnArchive(context, 'archive-truncated', 'the xz data ends before its end mark; what came before was read');
  else
    warnArchive(
      context,
      'archive-damaged',
      `the xz data cannot be decompressed further (${reason}); its beginning was read`,
    );
  return new StreamDamage(reason);
}

/** The compressed bytes as a web stream, and what became of them. */
class XzInput {
  /** Compressed bytes handed over. */
  consumed = 0;
  ended = false;
  /** What the source threw, as opposed to the decoder. */
  failure: unknown;
  readonly #iterator: AsyncIterator<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#iterator = chunks[Symbol.asyncIterator]();
  }

  web(): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({ pull: (controller) => this.#pull(controller) }, { highWaterMark: 0 });
  }

  async close(): Promise<void> {
    await this.#iterator.return?.();
  }

  async #pull(controller: { enqueue(chunk: Uint8Array): void; close(): void }): Promise<void> {
    try {
      const { value, done } = await this.#iterator.next();
      if (done) {
        this.ended = true;
        controller.close();
      } else {
        this.consumed += value.length;
        controller.enqueue(value);
      }
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}
