import { crc32 } from '../crc32.js';
import { extraField } from './zip-extra.js';

/** Code page 437, bytes 80 to FF: what a zip name is in when nothing says otherwise (APPNOTE 4.4.4, appendix D). */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/** Flag bit 11: name and comment are UTF-8 (APPNOTE 4.4.4). */
const UTF8_FLAG = 0x800;

/** Info-ZIP Unicode Path extra field (APPNOTE 4.6.9): version, CRC-32 of the name it replaces, UTF-8 name. */
const UNICODE_PATH = 0x7075;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * An entry's name. Many programs write UTF-8 without saying so; CP437 text is hardly ever valid UTF-8 by chance,
 * so UTF-8 is tried first.
 *
 * @param bytes The name field of the header.
 * @param flags General purpose flags.
 * @param extra The extra field of the same header.
 */
export function decodeZipName(bytes: Uint8Array, flags: number, extra: Uint8Array): string {
  const unicode = extraField(extra, UNICODE_PATH);
  if (unicode !== undefined && unicode.length > 5 && readUint32(unicode, 1) === crc32(bytes)) {
    return Buffer.from(unicode.subarray(5)).toString('utf8');
  }
  if (flags & UTF8_FLAG) return Buffer.from(bytes).toString('utf8');
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return Array.from(bytes, (byte) =>
      byte < 0x80 ? String.fromCharCode(byte) : (CP437[byte - 0x80] ?? '\uFFFD'),
    ).join('');
  }
}

function readUint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset, true);
}
