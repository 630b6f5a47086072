import { BundlescopeError } from '../errors/index.js';
import type { Terminal } from './terminal.js';

/**
 * Refuses what would wait for ever or read nothing.
 * @throws BundlescopeError `usage` when `-` is given twice, or standard input is a terminal
 */
export function checkStandardInput(bundles: readonly string[], { stdinIsTerminal }: Terminal): void {
  const fromStdin = bundles.filter((bundle) => bundle === '-').length;
  if (fromStdin > 1) throw new BundlescopeError('usage', '- is given twice, but standard input can be read only once');
  if (fromStdin === 1 && stdinIsTerminal) {
    throw new BundlescopeError(
      'usage',
      '- reads a bundle from standard input, which is a terminal; redirect a file or pipe to it',
    );
  }
}
