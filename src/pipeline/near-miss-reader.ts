import { compilePathGlob } from '../bundle/index.js';
import type { MissGroup } from '../model/explanation.js';
import type { Instant } from '../model/time.js';
import type { CompiledRule } from '../rules/compile-rule.js';
import type { ConditionProbe } from '../rules/explanation/condition-probe.js';
import { LineMisses } from '../rules/explanation/line-misses.js';
import type { LineSignal } from '../rules/rule.js';
import { LineWatch } from './line-watch.js';
import type { StreamDescription } from './log-stream.js';

/**
 * Looks for the near misses of one rule in the logs of a bundle as they are read. It stands beside the scan that finds the hits: that
 * one need not know of it, and an analysis that nobody wants explained pays nothing.
 */
export class NearMissReader {
  readonly #bySignal: ReadonlyMap<string, LineMisses>;
  readonly #watches: LineWatch[] = [];

  constructor({ signals }: CompiledRule, probe: ConditionProbe) {
    const bySignal = new Map<string, LineMisses>();
    for (const compiled of signals) {
      const { signal, name } = compiled;
      if (signal.kind === 'log' || signal.kind === 'file')
        bySignal.set(name, new LineMisses({ ...compiled, signal }, probe));
    }
    this.#bySignal = bySignal;
  }

  /** The same bytes, watched as they go by. */
  observe(stream: StreamDescription, chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    const misses = [...this.#bySignal.values()].filter(({ signal }) => reads(signal, stream));
    if (misses.length === 0) return chunks;
    const watch = new LineWatch(stream, misses);
    this.#watches.push(watch);
    return watched(chunks, watch);
  }

  /** What came near a signal, nearest first. @param notAfter the time the bundle was taken, for lines that state no year */
  missesOf(signal: string, notAfter: Instant | undefined): readonly MissGroup[] {
    for (const watch of this.#watches) watch.settle(notAfter);
    return this.#bySignal.get(signal)?.groups() ?? [];
  }
}

async function* watched(chunks: AsyncIterable<Uint8Array>, watch: LineWatch): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    watch.push(chunk);
    yield chunk;
  }
  watch.end();
}

function reads({ kind, sources }: LineSignal, { file, identity }: StreamDescription): boolean {
  if (file !== undefined) return kind === 'file' && sources.some((glob) => compilePathGlob(glob)(file));
  return kind === 'log' && sources.some((program) => program === '*' || identity.programs.includes(program));
}
