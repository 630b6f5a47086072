import type { WarningSink } from '../../errors/index.js';
import type { LogRecord } from '../../logs/log-record.js';
import type { LogStreamIdentity } from '../../model/log-stream.js';
import type { Expression } from '../cel/expression.js';
import { firstMatch } from '../cel/regex.js';
import { HitSeries, type SeriesContent } from '../hit-series.js';
import { bindingKey } from '../row.js';
import type { LineSignal } from '../rule.js';
import { allHold, type Binder, bindAll } from './bind.js';
import { type LineNeeds, lineNeeds, lineVariables, podOfDeferredNode } from './line-variables.js';
import { containsLiterals, requiredKeys } from './literal-key.js';
import { isWrittenBy } from './written-by.js';

/** Different rows one signal may collect; a pattern that binds something unique per line would otherwise grow without bound. */
const MAX_ROWS = 20_000;

/** Texts whose match result a collector remembers. */
const MAX_REMEMBERED_TEXTS = 64;

const NO_GROUPS: ReadonlyMap<string, string> = new Map();

/** A line that is offered to collectors. */
export interface OfferedLine {
  readonly record: LogRecord;
  /** The fields with the line's own times; the record has fixed ones. */
  ownFields(): ReadonlyMap<string, string>;
  /** The `[instance]` prefix, or the nearest one before the line in its stream. Looked for only when a rule asks. */
  instance(): string;
  readonly stream: LogStreamIdentity;
}

/** The compiled expressions of a line signal. */
export interface LineExpressions {
  readonly where: readonly Expression[];
  readonly bind: Binder;
}

/** The lines of a signal that bound the same. */
export interface CollectedSeries {
  readonly bindings: ReadonlyMap<string, unknown>;
  readonly series: HitSeries;
}

/** The rows of a collector as plain data. */
export type CollectedContent = readonly {
  readonly bindings: readonly (readonly [string, unknown])[];
  readonly series: SeriesContent;
}[];

function rowKey(bindings: ReadonlyMap<string, unknown>): string {
  let key = '';
  for (const [name, value] of bindings) key += `${name}=${bindingKey(value)}\n`;
  return key;
}

function resolveNodes(
  bindings: ReadonlyMap<string, unknown>,
  nodeOfPod: (pod: string) => string | undefined,
): ReadonlyMap<string, unknown> {
  const resolved = new Map<string, unknown>();
  for (const [name, value] of bindings) {
    const pod = podOfDeferredNode(value);
    const known = pod === undefined ? value : nodeOfPod(pod);
    if (known !== undefined) resolved.set(name, known);
  }
  return resolved;
}

/** Gathers the lines of one `log` or `file` signal while the bundle is read. */
export class LineCollector {
  readonly signal: LineSignal;
  readonly #expressions: LineExpressions;
  readonly #warn: WarningSink;
  readonly #ruleAndSignal: string;
  #series = new Map<string, CollectedSeries>();
  /** Both are worked out with the first line: most signals never see one. */
  #needsOfLines: LineNeeds | undefined;
  #keysOfLines: readonly string[] | undefined;
  /** What the patterns found in a text, for the texts seen last: most hit lines repeat with another time only. */
  readonly #matched = new Map<string, ReadonlyMap<string, string> | undefined>();
  #overflowed = false;

  constructor(signal: LineSignal, expressions: LineExpressions, ruleAndSignal: string, warn: WarningSink) {
    this.signal = signal;
    this.#expressions = expressions;
    this.#ruleAndSignal = ruleAndSignal;
    this.#warn = warn;
  }

  get #needs(): LineNeeds {
    const { where, bind } = this.#expressions;
    this.#needsOfLines ??= lineNeeds([...where, ...bind.values()]);
    return this.#needsOfLines;
  }

  /** Whether the row of a line depends on its own times, so that other lines of its payload may belong to other rows. */
  get asksForTimes(): boolean {
    return this.#needs.times;
  }

  /** Whether the row of a line depends on lines before it: that which names the instance may be one of them. */
  get asksForInstance(): boolean {
    return this.#needs.instance;
  }

  /** False when the signal cannot match a line, whatever it says once it is taken apart. @param bytes one character for each byte. */
  mayMatch(bytes: string): boolean {
    this.#keysOfLines ??= requiredKeys(this.signal.contains);
    return this.#keysOfLines.every((key) => bytes.includes(key));
  }

  /**
   * The lines that the line belongs to; undefined when the signal does not match it, or there are too many rows.
   * @param continuations a line that is cut, as it may have gone on. When it would bind another value with one of them, it is not known what it
   * tells of: half a name is none.
   */
  seriesOf(line: OfferedLine, continuations: readonly OfferedLine[] = []): HitSeries | undefined {
    const bindings = this.#bindingsOf(line);
    if (bindings === undefined) return undefined;
    for (const continuation of continuations) {
      const others = this.#bindingsOf(continuation);
      if (others !== undefined && rowKey(others) !== rowKey(bindings)) return undefined;
    }
    return this.#rowOf(bindings)?.series;
  }

  /** What the signal binds on a line; undefined when it does not match it. */
  #bindingsOf(line: OfferedLine): ReadonlyMap<string, unknown> | undefined {
    if (!isWrittenBy(this.signal.sources, line)) return undefined;
    const text = line.record.ownText;
    if (!containsLiterals(text, this.signal.contains)) return undefined;
    const groups = this.#matchPatterns(text);
    if (groups === undefined) return undefined;
    const bindings = new Map<string, unknown>();
    for (const [name, value] of groups) if (!name.startsWith('_')) bindings.set(name, value);
    if (this.#needs.variables) {
      const variables = lineVariables(line, groups, this.signal.groups, this.#needs);
      if (!allHold(this.#expressions.where, variables)) return undefined;
      bindAll(this.#expressions.bind, variables, bindings);
    }
    return bindings;
  }

  /**
   * The series gathered so far, by what they bound.
   * @param nodeOfPod the node a pod (`namespace/name`) runs on, which paths seldom state and pod lists do.
   */
  *rows(nodeOfPod: (pod: string) => string | undefined): Iterable<CollectedSeries> {
    for (const { bindings, series } of this.#series.values())
      yield { bindings: resolveNodes(bindings, nodeOfPod), series };
  }

  /** All rows as plain data, for another thread. */
  content(): CollectedContent {
    return [...this.#series.values()].map(({ bindings, series }) => ({
      bindings: [...bindings],
      series: series.content(),
    }));
  }

  /**
   * Takes in what a collector of the same signal gathered from other streams. Rows keep the order of the bundle: that of the first line
   * of each.
   */
  absorb(content: CollectedContent): void {
    for (const { bindings, series } of content) {
      const row = this.#rowOf(new Map(bindings));
      row?.series.absorb(series);
    }
    const ordered = [...this.#series].sort(([, a], [, b]) => a.series.firstStream - b.series.firstStream);
    this.#series = new Map(ordered);
  }

  #matchPatterns(text: string): ReadonlyMap<string, string> | undefined {
    if (this.signal.match.length === 0) return NO_GROUPS;
    // Of lines that ask for nothing of their own the answer is remembered before they get here.
    if (!this.#needs.times && !this.#needs.instance) return firstMatch(this.signal.match, text);
    if (this.#matched.has(text)) return this.#matched.get(text);
    const groups = firstMatch(this.signal.match, text);
    if (this.#matched.size >= MAX_REMEMBERED_TEXTS) this.#matched.clear();
    this.#matched.set(text, groups);
    return groups;
  }

  /** The row of these bindings, a new one if need be; undefined when there are too many. */
  #rowOf(bindings: ReadonlyMap<string, unknown>): CollectedSeries | undefined {
    const key = rowKey(bindings);
    let row = this.#series.get(key);
    if (row === undefined) {
      if (this.#series.size >= MAX_ROWS) {
        this.#reportOverflow();
        return undefined;
      }
      row = { bindings, series: new HitSeries() };
      this.#series.set(key, row);
    }
    return row;
  }

  #reportOverflow(): void {
    if (this.#overflowed) return;
    this.#overflowed = true;
    this.#warn({
      code: 'limit-rows',
      message: `${this.#ruleAndSignal} matched more than ${MAX_ROWS} different things; the rest is not reported`,
    });
  }
}
