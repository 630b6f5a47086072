import type { Instant, YearlessTime } from '../../model/time.js';
import type { LogLevel } from '../log-record.js';

/** What a format's parser reads from a line whose outer layers are gone. */
export interface ParsedBody {
  /** The message alone, unescaped. */
  readonly message: string;
  readonly level?: LogLevel | undefined;
  /** The program's own time, when it names a year. */
  readonly time?: Instant | undefined;
  /** The program's own time, when it names none. */
  readonly yearless?: YearlessTime | undefined;
  readonly fields: ReadonlyMap<string, string>;
  /** The original line of another program which this line carries whole (fluentd): to be taken apart in its turn. */
  readonly wrapped?: string | undefined;
}

/** Parses one format: takes a line without its outer layers, gives undefined when the line is not of this format. */
export type BodyParser = (body: string) => ParsedBody | undefined;

/** For formats without key=value pairs. */
export const NO_FIELDS: ReadonlyMap<string, string> = new Map();
