/** Where the lines of a log come from, whatever the bundle's layout. */
export interface LogStreamIdentity {
  /** Ids of rules/programs.yaml that write to this stream; empty when none is known. */
  readonly programs: readonly string[];
  readonly node?: string;
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  /** Log of the container instance before the last restart. */
  readonly previous: boolean;
}
