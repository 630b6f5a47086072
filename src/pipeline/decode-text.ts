import { TextDecoder } from 'node:util';

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
  return new TextDecoder(encodingOf(bytes) ?? 'utf-8').decode(bytes);
}

/** The bytes of a text in UTF-8, whatever its byte order mark says that they are in; other files stay as they are. */
export async function* inUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | undefined;
  let decoder: TextDecoder | undefined;
  for await (const chunk of chunks) {
    let next = chunk;
    if (start === undefined || start.length < 2) {
      next = start === undefined ? chunk : Buffer.concat([start, chunk]);
      start = next;
      if (next.length < 2) continue;
      const encoding = encodingOf(next);
      decoder = encoding === undefined ? undefined : new TextDecoder(encoding);
    }
    yield decoder === undefined ? next : Buffer.from(decoder.decode(next, { stream: true }));
  }
  if (start?.length === 1) yield start;
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}

function encodingOf(bytes: Uint8Array): string | undefined {
  return MARKS.find(([first, second]) => bytes[0] === first && bytes[1] === second)?.[2];
}
