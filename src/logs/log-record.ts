import type { Instant, YearlessTime } from '../model/time.js';

/** What one physical line says once its layers are taken apart. */
export interface LogRecord {
  /**
   * The line without its outer layers (API or CRI time prefix, journald prefix, `[instance]` prefix),
   * with escapes undone (`\"`, `\\`, `\n`, `\t`, `\u0026` `\u003c` `\u003e`), so that a text matches however deep it was quoted.
   */
  readonly text: string;
  /** What patterns and literals of rules are asked about: the text without what the line quotes of others; see `own-words.ts`. */
  readonly ownText: string;
  /** The message alone: `msg=` of logrus, `msg` of JSON, the text after `] ` of klog; else the whole text. */
  readonly message: string;
  /** Where the innermost program says how bad it is; never a reason to call something a fault. */
  readonly level?: LogLevel | undefined;
  /** Primary time: the outer stamp when there is one (it always has year and zone), else the program's own. */
  readonly time?: Instant | undefined;
  /** Set instead of `time` when the only stamp on the line has no year. */
  readonly yearless?: YearlessTime | undefined;
  /** What a journald prefix states besides `time`: the same moment without a year, in the zone of the host. */
  readonly hostTime?: YearlessTime | undefined;
  /** The program's own time when an outer stamp exists as well and states a full date. */
  readonly eventTime?: Instant | undefined;
  /** The `[instance]` prefix of Longhorn instance managers, e.g. `pvc-…-e-0`; absent on lines that carry none. */
  readonly instance?: string | undefined;
  /** Host of a journald prefix. */
  readonly host?: string | undefined;
  /** Program of a journald prefix, e.g. `rke2`, `kernel`. */
  readonly program?: string | undefined;
  /** key=value pairs and JSON members below the top are flattened with dots; values are text, unescaped. */
  readonly fields: ReadonlyMap<string, string>;
  /** True when the line continues the record before it (stack trace, wrapped value): it has no time of its own. */
  readonly continuation: boolean;
  /** Set when a CRI runtime cut the line here (tag `P`): the stream whose next line carries on with it. */
  readonly partial?: 'stdout' | 'stderr' | undefined;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warning' | 'error' | 'fatal';
