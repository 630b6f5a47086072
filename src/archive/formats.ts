import type { ArchiveFormat } from './format.js';
import { gzipFormat } from './gzip.js';
import { tarFormat } from './tar.js';
import { xzFormat } from './xz.js';
import { zipFormat } from './zip/zip.js';

/** Every format this program opens, most telling signature first. */
export const FORMATS: readonly ArchiveFormat[] = [zipFormat, gzipFormat, xzFormat, tarFormat];

/** The format of a file by its first bytes, whatever it is called; undefined when it is no archive. */
export function detectFormat(head: Uint8Array): ArchiveFormat | undefined {
  return FORMATS.find((format) => format.matches(head));
}
