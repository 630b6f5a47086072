/** Extended timestamp of Info-ZIP: flags, then seconds since the epoch, signed, for each time the flags name. */
const EXTENDED_TIMESTAMP = 0x5455;

/**
 * Finds an extra field (APPNOTE 4.5: identifier, length, data, repeated).
 *
 * @param extra The whole extra area of a header.
 * @returns Its data, or undefined when it is not there or cut off.
 */
export function extraField(extra: Uint8Array, identifier: number): Uint8Array | undefined {
  const view = new DataView(extra.buffer, extra.byteOffset, extra.byteLength);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === identifier) {
      return at + 4 + length <= extra.length ? extra.subarray(at + 4, at + 4 + length) : undefined;
    }
    at += 4 + length;
  }
  return undefined;
}

/**
 * Time of last change.
 *
 * @param dosTime Time and date words of the header. They state no zone: taken as UTC.
 * @param extra The extra area; its Unix time wins because it is in UTC for certain.
 * @returns Milliseconds since the epoch; undefined when the header states none.
 */
export function zipModified(dosTime: number, dosDate: number, extra: Uint8Array): number | undefined {
  const unix = extraField(extra, EXTENDED_TIMESTAMP);
  if (unix !== undefined && unix.length >= 5 && ((unix[0] ?? 0) & 1) === 1) {
    return new DataView(unix.buffer, unix.byteOffset, unix.byteLength).getInt32(1, true) * 1000;
  }
  const [year, month, day] = [(dosDate >> 9) + 1980, (dosDate >> 5) & 15, dosDate & 31];
  if (month === 0 || day === 0) return undefined;
  return Date.UTC(year, month - 1, day, dosTime >> 11, (dosTime >> 5) & 63, (dosTime & 31) * 2);
}
