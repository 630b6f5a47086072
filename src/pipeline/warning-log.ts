import type { Warning, WarningSink } from '../errors/index.js';

/** Warnings of one code that are kept one by one; a hostile bundle could cause millions. */
const MAX_PER_CODE = 50;

/**
 * Keeps the warnings of one analysis, in order, each once (a reader may meet the same damage twice), bounded per code; what was left out is
 * counted in a last warning of that code.
 */
export class WarningLog {
  readonly #warnings: Warning[] = [];
  readonly #counts = new Map<string, number>();

  /** Bound to the log, so that it can be handed on. */
  readonly add: WarningSink = (warning) => {
    if (this.#isKept(warning)) return;
    const count = (this.#counts.get(warning.code) ?? 0) + 1;
    this.#counts.set(warning.code, count);
    if (count <= MAX_PER_CODE) this.#warnings.push(warning);
  };

  #isKept({ code, message, path }: Warning): boolean {
    return this.#warnings.some((kept) => kept.code === code && kept.message === message && kept.path === path);
  }

  list(): readonly Warning[] {
    const omitted: Warning[] = [];
    for (const { code } of new Map(this.#warnings.map((warning) => [warning.code, warning])).values()) {
      const more = (this.#counts.get(code) ?? 0) - MAX_PER_CODE;
      if (more > 0) omitted.push({ code, message: `${more} more warnings of this kind` });
    }
    return [...this.#warnings, ...omitted];
  }
}
