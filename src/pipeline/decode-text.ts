/** Byte order marks and what they stand for: https://encoding.spec.whatwg.org/#bom-sniff */
const MARKS: readonly (readonly [number, number, string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
];

/**
 * Text of a whole file: UTF-8, or UTF-16 when a byte order mark says so, as PowerShell writes it for `kubectl get -o yaml > file`.
 * Invalid bytes become U+FFFD; the byte order mark is left out.
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = MARKS.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2];
  return new TextDecoder(encoding ?? 'utf-8').decode(bytes);
}
