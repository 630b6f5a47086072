import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { BundlescopeError, type WarningSink } from '../errors/index.js';
import type { ByteSource } from './byte-source.js';
import { type DirectorySource, openDirectory } from './directory-source.js';
import { openFile } from './file-source.js';
import { streamSource } from './stream-source.js';

/** Anything a bundle can be read from. */
export type BundleSource = ByteSource | DirectorySource;

/** How {@link openSource} opens. */
export interface OpenSourceOptions {
  /** Takes warnings about files of a directory that cannot be read. */
  readonly warn: WarningSink;
  /** What `-` reads; default: the standard input of the process. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/**
 * Opens what a user named: the path of a file or a directory, or `-` for standard input.
 *
 * @throws BundlescopeError `input` when there is nothing at the path, it may not be read, or it is neither a file nor a directory.
 */
export async function openSource(location: string, options: OpenSourceOptions): Promise<BundleSource> {
  if (location === '-') return streamSource('standard input', options.stdin ?? process.stdin);
  const stats = await stat(location).catch((cause: unknown) => {
    throw notFound(location, cause);
  });
  if (stats.isDirectory()) return openDirectory(location, options.warn);
  if (stats.isFile()) return openFile(location);
  throw new BundlescopeError(
    'input',
    `${location}: is ${speciesOf(stats)}, not a file or directory; to read from a pipe give - and redirect it to standard input`,
  );
}

function notFound(location: string, cause: unknown): BundlescopeError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new BundlescopeError(
      'input',
      `${location}: no such file or directory; check the path, or give - to read standard input`,
      { cause },
    );
  }
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new BundlescopeError('input', `${location}: cannot be opened: ${reason}`, { cause });
}

function speciesOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a named pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
