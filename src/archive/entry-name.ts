/** Longest path kept, in UTF-16 code units: PATH_MAX of Linux. A zip allows 64 KiB, a PAX header megabytes. */
const MAX_NAME_LENGTH = 4096;

/** C0 and C1 controls, DEL, line separators, and the marks that reverse the direction of text on a screen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** An entry's path as it may be shown and matched, and whether the stored name had to be changed for it. */
export interface SafeName {
  /** Segments joined by `/`; never absolute, never with `.` or `..`, never empty. */
  readonly path: string;
  /** True when the name tried something: absolute, `..`, a back-slash beside slashes, control character, too long, empty. */
  readonly changed: boolean;
}

/**
 * Makes a name as an archive stores it safe to show and to match. `./` and doubled slashes are usual and go silently, and so do the back-slashes
 * that tools of Windows write in place of every slash.
 */
export function safeEntryName(stored: string): SafeName {
  let changed = false;
  let name = stored;
  if (name.length > MAX_NAME_LENGTH) {
    name = name.slice(0, MAX_NAME_LENGTH);
    changed = true;
  }
  if (!name.includes('/')) name = name.replaceAll('\\', '/');
  const readable = name
    .replace(UNPRINTABLE, '\uFFFD')
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:(?=\/)/, '');
  if (readable !== name || readable.startsWith('/')) changed = true;
  const segments: string[] = [];
  for (const segment of readable.split('/')) {
    if (segment === '..') changed = true;
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  if (segments.length === 0) return { path: 'unnamed', changed: true };
  return { path: segments.join('/'), changed };
}
