import type { WarningSink } from '../errors/index.js';
import { type FileLocation, openFile, sliceSource } from '../source/index.js';
import type { ArchiveContext } from './archive-context.js';
import { Budget } from './budget.js';
import { FORMATS } from './formats.js';
import type { Limits } from './limits.js';
import { StreamDamage } from './stream-damage.js';

/** A compressed stream in a file, as plain data, so that another thread can decompress it. */
export interface CompressedFile extends FileLocation {
  /** Of the {@link CompressionFormat}. */
  readonly format: string;
  /** Compressed bytes. */
  readonly bytes: number;
  /** What messages call it. */
  readonly name: string;
}

/**
 * Decompresses a stream for the walk through a bundle.
 * It throws {@link StreamDamage} after the readable part of a damaged stream, which is warned of.
 * @returns undefined when it does not take the stream.
 */
export type Decompressor = (stream: CompressedFile, context: ArchiveContext) => AsyncIterable<Uint8Array> | undefined;

/**
 * What a {@link Decompressor} does in the thread it has.
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
