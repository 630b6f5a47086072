import type { Terminal, TextOutput } from './terminal.js';

/**
 * Whether to write colour codes to an output. FORCE_COLOR (not empty, not `0` or `false`) overrules NO_COLOR, as in Node.js and most of its
 * programs; NO_COLOR counts when it is not empty (https://no-color.org); else a terminal that is not `dumb` gets colour.
 */
export function wantsColor(output: TextOutput, env: Terminal['env']): boolean {
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if (isSet(env['NO_COLOR'])) return false;
  return output.isTerminal && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
