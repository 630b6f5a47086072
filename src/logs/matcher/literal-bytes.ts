const encoder = new TextEncoder();

/**
 * The UTF-8 bytes of the wanted literals, by number.
 * @param wanted numbers of literals; others than those in the list are passed over.
 */
export function literalBytes(
  literals: readonly string[],
  wanted: Iterable<number>,
): ReadonlyMap<number, Uint8Array> {
  const bytes = new Map<number, Uint8Array>();
  for (const number of wanted) {
    const literal = literals[number];
    if (literal !== undefined) bytes.set(number, encoder.encode(literal));
  }
  return bytes;
}
