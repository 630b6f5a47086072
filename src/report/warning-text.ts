import type { Warning } from '../errors/index.js';

/** A longer path is cut in the middle: an archive may store names of thousands of characters. UTF-16 code units. */
const LONGEST_PLACE = 160;

/** A warning as it is shown: where, and what. */
export interface PlacedWarning {
  /** Path of the entry, cut in the middle when it is very long. */
  readonly place: string | undefined;
  readonly text: string;
}

/** A warning with its place apart: messages that begin with the path of their entry would show it twice. */
export function placedWarning({ message, path }: Warning): PlacedWarning {
  if (path === undefined) return { place: undefined, text: message };
  const prefix = `${path}: `;
  return { place: shortened(path), text: message.startsWith(prefix) ? message.slice(prefix.length) : message };
}

function shortened(path: string): string {
  if (path.length <= LONGEST_PLACE) return path;
  const half = LONGEST_PLACE / 2;
  return `${path.slice(0, half)}…${path.slice(-half)}`;
}
