import type { WarningSink } from '../errors/index.js';
import { openFile, sliceSource } from '../source/index.js';
import { Budget } from './budget.js';
import type { CompressedFile } from './decompressor.js';
import { FORMATS } from './formats.js';
import type { Limits } from './limits.js';
import { StreamDamage } from './stream-damage.js';

/**
 * Decompresses a stream for a Decompressor, in the thread that it has.
 * @param limits of which only the ratio is looked at: who takes the chunks counts them.
 * @returns false when the stream was damaged and its beginning was given.
 */
export async function decompressFile(
  { format: name, bytes, ...place }: CompressedFile,
  limits: Limits,
  warn: WarningSink,
  take: (chunk: Uint8Array) => Promise<void>,
): Promise<boolean> {
  const format = FORMATS.find((known) => known.name === name);
  if (format?.kind !== 'compression') throw new Error(`${name} is no format of compression`);
  const budget = new Budget({ ...limits, maxBytes: Number.POSITIVE_INFINITY }, warn);
  const file = await openFile(place.file, place.name);
  try {
    const source = sliceSource(file, place.name, place.offset, bytes);
    for await (const chunk of format.decompress(source, { name: place.name, prefix: '', budget, warn }))
      await take(chunk);
    return true;
  } catch (error) {
    if (error instanceof StreamDamage) return false;
    throw error;
  } finally {
    await file.close();
  }
}
