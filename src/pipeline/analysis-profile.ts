import { RuleProfile } from '../rules/rule-profile.js';

/** Parts of an analysis one after the other. */
export type Phase = 'load rules' | 'read and scan' | 'evaluate' | 'diagnose' | 'upgrade and coverage' | 'report';

/** Where the time of one analysis goes: its phases, its rules. Filled by the analysis it is given to. */
export class AnalysisProfile {
  readonly rules = new RuleProfile();
  readonly #phases = new Map<Phase, number>();

  /** Adds to a phase what passed since a moment on the clock of `performance.now()`. */
  add(phase: Phase, started: number): void {
    this.#phases.set(phase, this.milliseconds(phase) + performance.now() - started);
  }

  /** How long a phase took. */
  milliseconds(phase: Phase): number {
    return this.#phases.get(phase) ?? 0;
  }

  /** The phases that were run, in their order. */
  phases(): readonly Phase[] {
    return [...this.#phases.keys()];
  }
}
