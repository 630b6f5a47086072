import { BundlescopeError } from '../errors/index.js';

/**
 * Waits for a result no longer than the user does: what hangs on an idle pipe would not notice the interruption itself.
 * @throws BundlescopeError `interrupted` as soon as the signal aborts; the work is left to itself
 */
export async function untilInterrupted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let listener: (() => void) | undefined;
  const interruption = new Promise<never>((_, reject) => {
    listener = () => reject(new BundlescopeError('interrupted', 'interrupted'));
    if (signal.aborted) listener();
    else signal.addEventListener('abort', listener, { once: true });
  });
  try {
    return await Promise.race([interruption, work]);
  } finally {
    if (listener !== undefined) signal.removeEventListener('abort', listener);
  }
}
