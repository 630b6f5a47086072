/** A UUID that stands for itself, and a long hexadecimal number. */
const UUID = /\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-f])/g;
const HASH = /(?<![0-9a-f])([0-9a-f]{8})[0-9a-f]{24,}(?![0-9a-f])/g;

/**
 * Cuts generated ids in running text to their first eight digits, which tell them apart: `pvc-a4bd8ee7…`. For what is said again of things
 * whose whole name stands elsewhere on the page, never for commands or places.
 */
export function shortIds(text: string): string {
  return text.replace(UUID, '$1…').replace(HASH, '$1…');
}
