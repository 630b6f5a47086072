/** Where text goes: standard output or standard error. */
export interface TextOutput {
  readonly isTerminal: boolean;
  /** Width of the terminal; undefined when it is none. */
  readonly columns: number | undefined;
  /**
   * Resolves when the text was handed to the system.
   * @throws ClosedPipe when the reader is gone, BundlescopeError `usage` when it cannot be written for another reason
   */
  write(text: string): Promise<void>;
}

/** What surrounds the program: its streams, its environment, and the wish of the user to end it. */
export interface Terminal {
  readonly stdout: TextOutput;
  /** Never rejects: when errors cannot be told, there is nobody to tell that to. */
  readonly stderr: TextOutput;
  readonly stdinIsTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
}

/** The reader of standard output (`head`, a pager) wants no more: no failure, only the end of writing. */
export class ClosedPipe extends Error {
  constructor(options?: ErrorOptions) {
    super('the reader of standard output is gone', options);
    this.name = 'ClosedPipe';
  }
}
