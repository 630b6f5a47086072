import type { Literals } from '../rule.js';

/** Literals as a signal asks for them: `"a" and "b"`. */
export function literalsWanted({ mode, texts }: Literals): string {
  return texts.map((text) => JSON.stringify(text)).join(mode === 'all' ? ' and ' : ' or ');
}

/** Patterns of which one has to match. */
export function patternsWanted(patterns: readonly string[]): string {
  return patterns.join('  or  ');
}

/** A time span as rules write it, rounded to the second: `90s`, `10m`, `1h 5m`. */
export function spanText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return shown.length === 0 ? '0s' : shown.slice(0, 2).join(' ');
}
