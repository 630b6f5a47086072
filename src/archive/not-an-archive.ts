import { BundlescopeError } from '../errors/index.js';
import { FORMATS } from './formats.js';

/** A format that a user may well try and this program does not open. */
export interface ForeignFormat {
  /** How its files begin, in hexadecimal. */
  readonly magic: RegExp;
  readonly name: string;
  readonly wayOut: string;
}

const FOREIGN: readonly ForeignFormat[] = [
  { magic: /^28b52ffd/, name: 'zstd data', wayOut: 'decompress it first with zstd -d' },
  // After the block size comes a block or the end of the stream: both begin with digits of a well-known number.
  {
    magic: /^425a683[1-9](?:314159265359|177245385090)/,
    name: 'bzip2 data',
    wayOut: 'decompress it first with bzip2 -d',
  },
  { magic: /^377abcaf271c/, name: 'a 7z archive', wayOut: 'unpack it first with 7z x' },
  { magic: /^526172211a07/, name: 'a RAR archive', wayOut: 'unpack it first with unrar x' },
];

/** The format of data that this program knows by name only. */
export function foreignFormat(head: Uint8Array): ForeignFormat | undefined {
  const hex = Buffer.from(head.subarray(0, 16)).toString('hex');
  return FOREIGN.find(({ magic }) => magic.test(hex));
}

/** The error for a bundle that is no archive: says what it is instead and what to do. */
export function notAnArchive(name: string, head: Uint8Array): BundlescopeError {
  if (head.length === 0) {
    return new BundlescopeError(
      'input',
      `${name}: is empty (0 bytes); the download or copy probably failed, fetch it again`,
    );
  }
  const foreign = foreignFormat(head);
  if (foreign !== undefined) {
    return new BundlescopeError('input', `${name}: this is ${foreign.name}, which is not supported; ${foreign.wayOut}`);
  }
  return new BundlescopeError('input', `${name}: this is not an archive: ${describe(head)}`);
}

function describe(head: Uint8Array): string {
  const readable = FORMATS.map((format) => format.name).join(', ');
  const wayOut = `give a support bundle (${readable}) or the directory it was unpacked to`;
  if (head.includes(0)) return `it holds binary data of an unknown format; ${wayOut}`;
  const text = Buffer.from(head).toString('utf8');
  if (/^\s*<(!doctype html|html)/i.test(text)) {
    return `it is an HTML page, probably an error or login page saved in its place; download the bundle again`;
  }
  const firstLine = text.trim().split(/\r?\n/, 1)[0] ?? '';
  // What is shown on a terminal must not control it.
  const shown = firstLine.replace(/\p{C}/gu, '\uFFFD').slice(0, 60);
  return `it is a text file that begins with "${shown}"; ${wayOut}`;
}
