import type { Layer } from './layer.js';
import { levelOfWord } from './level-words.js';

const PREFIX = /^\[([\w.-]{1,253})\] /;
const LONGHORN = /^longhorn-[\w-]+$|^.+-[er]-[0-9a-z]{1,16}$/;
const KNOWN_FORMAT =
  /^(?:(?:time|level|ts)=|\{"|[IWEF]\d{4} \d\d:|\d{4}[-/]\d\d[-/]\d\d[ T]|(?:\S{1,256} ){3}\[\d\d\/[A-Z][a-z]{2}\/\d{4}:)/;

/**
 * Takes off the name a supervisor puts before the output of the process it runs: `[longhorn-instance-manager] `,
 * `[pvc-…-e-0] ` (engine), `[pvc-…-r-3a91bc0d] ` (replica), or any other name before a line whose format is known.
 * Levels (`[ERROR] plugin/errors`) and tags that belong to the message (`[planner] rkecluster …`) stay.
 */
export function peelInstancePrefix(line: string): Layer | undefined {
  const [prefix, name = ''] = PREFIX.exec(line) ?? [];
  if (prefix === undefined || levelOfWord(name) !== undefined) return undefined;
  const rest = line.slice(prefix.length);
  const supervised = LONGHORN.test(name) || (/[a-z]/.test(name) && KNOWN_FORMAT.test(rest));
  return supervised ? { rest, instance: name } : undefined;
}
