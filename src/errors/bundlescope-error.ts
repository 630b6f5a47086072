/**
 * Why a run cannot go on. `input` is "could not be read as a bundle at all", `usage` a wrong option or argument,
 * `rule` an invalid rule file, `interrupted` an abort by the caller.
 */
export type ErrorCode = 'input' | 'usage' | 'rule' | 'interrupted';

/** An expected failure: its message is for the user, names the thing and the way out. Anything else thrown is a defect. */
export class BundlescopeError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'BundlescopeError';
    this.code = code;
  }
}
