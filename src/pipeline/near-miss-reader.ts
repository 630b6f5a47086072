import { compilePathGlob } from '../bundle/index.js';
import { MatcherSet } from '../logs/matcher/matcher-set.js';
import { ScanModule } from '../logs/matcher/scan-module.js';
import type { MissGroup } from '../model/explanation.js';
import type { Instant } from '../model/time.js';
import type { TimeRange } from '../rules/collected-facts.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { ConditionProbe } from '../rules/explanation/condition-probe.js';
import { LineMisses } from '../rules/explanation/line-misses.js';
import type { LineSignal } from '../rules/rule.js';
import { LogStream, type StreamDescription } from './log-stream.js';
import type { LogWatch } from './read-bundle.js';
import { scanNearMisses } from './scan-near-misses.js';
import { watchChunks } from './watch-chunks.js';

/**
 * Looks for the near misses of one rule in the logs of a bundle as they are read. It stands beside the scan that finds the hits: that
 * one need not know of it, and an analysis that nobody wants explained pays nothing.
 */
export class NearMissReader {
  readonly #bySignal: ReadonlyMap<string, LineMisses>;
  readonly #range: TimeRange;
  readonly #keys: readonly string[];
  readonly #matchers: MatcherSet;
  readonly #streams: LogStream[] = [];

  /** @param range only lines in this time are misses */
  constructor({ signals }: CompiledRule, probe: ConditionProbe, range: TimeRange) {
    const bySignal = new Map<string, LineMisses>();
    for (const compiled of signals) {
      const { signal, name } = compiled;
      if (signal.kind === 'log' || signal.kind === 'file')
        bySignal.set(name, new LineMisses({ ...compiled, signal }, probe));
    }
    this.#bySignal = bySignal;
    this.#range = range;
    this.#keys = [...new Set([...bySignal.values()].flatMap(({ keys }) => keys))];
    this.#matchers = new MatcherSet(this.#keys, ScanModule.load());
  }

  /** Bound to the reader, so that it can be handed on. */
  readonly watch: LogWatch = (description, chunks) => {
    const misses = [...this.#bySignal.values()].filter(({ signal }) => reads(signal, description));
    if (misses.length === 0) return chunks;
    const stream = new LogStream(description);
    this.#streams.push(stream);
    const numbers = misses.flatMap(({ keys }) => keys.map((key) => this.#keys.indexOf(key)));
    const matcher = this.#matchers.for(new Set(numbers));
    return watchChunks(chunks, (seen) => scanNearMisses(seen, stream, misses, matcher, this.#range));
  };

  /** Fixes the years of lines that state none, when everything was read. @param notAfter the time the bundle was taken */
  settle(notAfter: Instant | undefined): void {
    for (const stream of this.#streams) stream.settle(notAfter);
  }

  /** What came near a signal, nearest first. */
  missesOf(signal: string): readonly MissGroup[] {
    return this.#bySignal.get(signal)?.groups() ?? [];
  }

  /** How many lines match a signal and lie outside the time asked for. */
  outsideOf(signal: string): number {
    return this.#bySignal.get(signal)?.outside ?? 0;
  }
}

function reads({ kind, sources }: LineSignal, { file, identity }: StreamDescription): boolean {
  if (file !== undefined) return kind === 'file' && sources.some((glob) => compilePathGlob(glob)(file));
  return kind === 'log' && sources.some((program) => program === '*' || identity.programs.includes(program));
}
