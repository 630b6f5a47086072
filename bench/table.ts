import type { Comparison, Limit } from './comparison.js';
import { median, type Run } from './measure.js';

/** A comparison and what was measured. */
export interface Measured {
  readonly comparison: Comparison;
  readonly ours: readonly Run[];
  /** Left out when there is no counterpart. */
  readonly counterpart?: readonly Run[];
}

const HEADER = [
  '#',
  'input',
  'ours',
  'wall s',
  'cpu s',
  'counterpart',
  'wall s',
  'cpu s',
  'measured',
  'cpu ratio',
  'target',
  'verdict',
];

/** The table in Markdown, one row for each comparison. */
export function renderTable(rows: readonly Measured[]): string {
  const separator = HEADER.map(() => '---');
  return [HEADER, separator, ...rows.map(cells)].map((row) => `| ${row.join(' | ')} |\n`).join('');
}

/**
 * What was measured, in the unit of the limit. Ratios and differences are taken round by round, because both runs of a round met the same
 * load; the median is that of the rounds.
 */
export function measuredValue({ comparison: { limit }, ours, counterpart = [] }: Measured): number {
  const { of } = limit;
  if (of === 'memory') return Math.max(...ours.map(({ memory = Number.NaN }) => memory));
  if (limit.of === 'share')
    return median(ours.map(({ shares }) => sumOf(limit.phases.map((phase) => shares.get(phase)))));
  const pairs = ours.map((run, round) => ({ run, other: counterpart[round]?.wall ?? Number.NaN }));
  return median(pairs.map(({ run, other }) => (of === 'ratio' ? run.wall / other : (run.wall - other) * 1000)));
}

/** NaN when one is not known. */
function sumOf(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((sum, value) => sum + (value ?? Number.NaN), 0);
}

function cells(measured: Measured): readonly string[] {
  const { comparison, ours, counterpart } = measured;
  const { limit } = comparison;
  const value = measuredValue(measured);
  return [
    String(comparison.target),
    comparison.input,
    comparison.ours.name,
    seconds(ours, 'wall'),
    seconds(ours, 'processor'),
    comparison.counterpart?.name ?? '',
    counterpart === undefined ? '' : seconds(counterpart, 'wall'),
    counterpart === undefined ? '' : seconds(counterpart, 'processor'),
    withUnit(value, limit),
    counterpart === undefined ? '' : processorRatio(ours, counterpart).toFixed(2),
    `≤ ${withUnit(limit.atMost, limit)}`,
    value <= limit.atMost ? 'met' : 'missed',
  ];
}

function processorRatio(ours: readonly Run[], counterpart: readonly Run[]): number {
  return median(ours.map(({ processor }, round) => processor / (counterpart[round]?.processor ?? Number.NaN)));
}

function seconds(runs: readonly Run[], part: 'wall' | 'processor'): string {
  return median(runs.map((run) => run[part])).toFixed(2);
}

function withUnit(value: number, { of }: Limit): string {
  switch (of) {
    case 'ratio':
      return `${value.toFixed(2)} ×`;
    case 'difference':
      return `+${value.toFixed(0)} ms`;
    case 'memory':
      return `${value.toFixed(0)} MiB`;
    case 'share':
      return `${value.toFixed(1)} %`;
  }
}
