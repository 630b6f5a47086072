import { DEFAULT_LIMITS, type Limits, openArchive } from '../../src/archive/index.js';
import type { Warning } from '../../src/errors/index.js';
import { type BundleSource, memorySource, streamSource } from '../../src/source/index.js';

/** What came out of a bundle. */
export interface ReadArchive {
  /** Content by path, as text (bytes as latin1, so that nothing is lost). */
  readonly files: Map<string, string>;
  readonly warnings: Warning[];
  /** Codes of the warnings, sorted, each once. */
  readonly codes: string[];
}

/** Reads every entry of a bundle to its end. */
export async function readArchive(
  source: BundleSource,
  options: { readonly limits?: Partial<Limits>; readonly allowPlainFile?: boolean; readonly signal?: AbortSignal } = {},
): Promise<ReadArchive> {
  const files = new Map<string, string>();
  const warnings: Warning[] = [];
  const { limits, ...others } = options;
  const entries = openArchive(source, {
    ...others,
    limits: { ...DEFAULT_LIMITS, ...limits },
    warn: (warning) => warnings.push(warning),
  });
  for await (const entry of entries) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry.read()) chunks.push(chunk);
    files.set(entry.path, Buffer.concat(chunks).toString('latin1'));
  }
  return { files, warnings, codes: [...new Set(warnings.map(({ code }) => code))].sort() };
}

/** Bytes as a bundle with random access. */
export function asFile(bytes: Uint8Array, name = 'bundle.zip'): BundleSource {
  return memorySource(name, bytes);
}

/** Bytes as a bundle that comes once, in pieces of `size` bytes, as from a pipe. */
export function asStream(bytes: Uint8Array, size = 1000, name = 'bundle.zip'): BundleSource {
  return streamSource(name, inPieces(bytes, size));
}

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
