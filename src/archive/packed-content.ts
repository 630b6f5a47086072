import { BundlescopeError, type WarningSink } from '../errors/index.js';
import type { PackedEntry } from '../model/entry.js';
import { openFile, sliceSource } from '../source/index.js';
import { Budget } from './budget.js';
import { inflateBuffer } from './inflate.js';
import type { Limits } from './limits.js';
import { StreamDamage } from './stream-damage.js';
import { ContentCheck, inflatedPart, verifiedPart } from './zip/zip-content.js';

/** Content up to this size is inflated in one piece, in the thread that asks: the streaming engine would do it in another. */
const WHOLE_BYTES = 16 * 2 ** 20;

/**
 * The content of an entry that its reader handed over, read from the file it lies in; damage is a warning and an early end, as it is for
 * the reader.
 * @param limits bound what comes out when the stated size is a lie
 */
export async function* readPacked(packed: PackedEntry, limits: Limits, warn: WarningSink): AsyncGenerator<Uint8Array> {
  const { path, file, offset, packedBytes, bytes, crc, method } = packed;
  const header = { name: path, crc, size: bytes, compressedSize: packedBytes };
  const context = { name: path, prefix: '', budget: new Budget(limits, warn), warn };
  try {
    const source = await openFile(file, path);
    try {
      const content = sliceSource(source, path, offset, packedBytes);
      if (method === 'stored') {
        yield* verifiedPart(content, 0, content.size, header, context);
        return;
      }
      const whole = bytes <= WHOLE_BYTES ? inflateBuffer(await content.read(0, packedBytes), bytes) : undefined;
      const check = new ContentCheck();
      if (whole !== undefined) check.add(whole.bytes);
      // Otherwise the stream finds out what is wrong, and gives what can be had.
      if (whole !== undefined && check.matches(header)) yield whole.bytes;
      else yield* inflatedPart(content, 0, header, context).stream();
    } finally {
      await source.close();
    }
  } catch (error) {
    if (error instanceof StreamDamage) return;
    if (!(error instanceof BundlescopeError) || error.code !== 'input') throw error;
    warn({ code: 'entry-unreadable', message: error.message, path });
  }
}
