import type { Moment } from '../logs/stream-clock.js';
import type { LogCitation } from '../model/citation.js';

/** A pause longer than this ends a run: what comes after it is told as happening again. */
const PAUSE_MS = 10 * 60_000;
/** Runs kept of one statement of one log; more are joined, the nearest ones first. */
const MAX_RUNS = 6;

/** Lines that say the same, one soon after the other. */
export interface LineRun {
  readonly first: Moment;
  readonly last: Moment;
  readonly count: number;
  readonly firstCitation: LogCitation;
  readonly lastCitation: LogCitation;
}

/** The lines of one statement of one log as runs: counts are exact, memory is bounded, and lines may come in any order of time. */
export class LineRuns {
  /** By time, apart by more than the pause unless they had to be joined. */
  #runs: LineRun[] = [];

  get runs(): readonly LineRun[] {
    return this.#runs;
  }

  add(moment: Moment, citation: LogCitation): void {
    const line = { first: moment, last: moment, count: 1, firstCitation: citation, lastCitation: citation };
    let index = this.#runs.length;
    while (index > 0 && (this.#runs[index - 1]?.first ?? moment) > moment) index--;
    this.#runs.splice(index, 0, line);
    this.#joinAround(index);
    if (this.#runs.length > MAX_RUNS) this.#joinNearest();
  }

  #joinAround(index: number): void {
    for (const at of [index, index - 1]) {
      if (this.#pauseAfter(at) <= PAUSE_MS) this.#join(at);
    }
  }

  #joinNearest(): void {
    let nearest = 0;
    for (let at = 1; at < this.#runs.length - 1; at++) {
      if (this.#pauseAfter(at) < this.#pauseAfter(nearest)) nearest = at;
    }
    this.#join(nearest);
  }

  #pauseAfter(index: number): number {
    const run = this.#runs[index];
    const next = this.#runs[index + 1];
    return run === undefined || next === undefined ? Number.POSITIVE_INFINITY : next.first - run.last;
  }

  #join(index: number): void {
    const run = this.#runs[index];
    const next = this.#runs[index + 1];
    if (run === undefined || next === undefined) return;
    const later = next.last >= run.last ? next : run;
    this.#runs.splice(index, 2, {
      first: run.first,
      firstCitation: run.firstCitation,
      last: later.last,
      lastCitation: later.lastCitation,
      count: run.count + next.count,
    });
  }
}
