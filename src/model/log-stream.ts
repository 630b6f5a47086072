/** Where the lines of a log come from, whatever the bundle's layout. */
export interface LogStreamIdentity {
  /** Ids of rules/programs.yaml that write to this stream; empty when none is known. */
  readonly programs: readonly string[];
  /**
   * Of a log of a node that several programs write to: under which journald or syslog tags each does, as globs. Of a program that is not named
   * here any line may be.
   */
  readonly tags?: Readonly<Record<string, readonly string[]>>;
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  /** Log of the container instance before the last restart. */
  readonly previous: boolean;
}
