const encoder = new TextEncoder();

/** What was encoded of a list: the matchers for the streams of a bundle have many literals in common. */
const encoded = new WeakMap<readonly string[], Map<number, Uint8Array>>();

/**
 * The UTF-8 bytes of the wanted literals, by number. The same literal of a list gives the same bytes, which must not be changed.
 * @param wanted numbers of literals; others than those in the list are passed over.
 */
export function literalBytes(literals: readonly string[], wanted: Iterable<number>): ReadonlyMap<number, Uint8Array> {
  const known = encoded.get(literals) ?? new Map<number, Uint8Array>();
  encoded.set(literals, known);
  const bytes = new Map<number, Uint8Array>();
  for (const number of wanted) {
    const literal = literals[number];
    if (literal === undefined) continue;
    const own = known.get(number) ?? encoder.encode(literal);
    known.set(number, own);
    bytes.set(number, own);
  }
  return bytes;
}
