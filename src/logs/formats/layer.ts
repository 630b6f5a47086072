import type { Instant, YearlessTime } from '../../model/time.js';
import type { LogLevel } from '../log-record.js';

/** One outer layer taken off a line: what it said, and what is left. */
export interface Layer {
  /** The line without this layer. */
  readonly rest: string;
  readonly time?: Instant | undefined;
  readonly yearless?: YearlessTime | undefined;
  readonly level?: LogLevel | undefined;
  readonly instance?: string | undefined;
  readonly host?: string | undefined;
  readonly program?: string | undefined;
  /** The stream of a line which a CRI runtime cut (tag `P`). */
  readonly partial?: 'stdout' | 'stderr' | undefined;
}

/** Takes one kind of layer off a line; undefined when the line does not begin with it. */
export type LayerPeeler = (line: string) => Layer | undefined;
