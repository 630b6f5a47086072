import type { AnalysisProfile, Phase } from '../pipeline/analysis-profile.js';
import { formatCount } from '../report/quantities.js';
import { visibleText } from '../report/visible-text.js';
import type { RuleCost, SignalCost } from '../rules/rule-profile.js';
import { alignedRows } from './table.js';

/** Rules and signals that are listed, the slowest first. */
const RULES_SHOWN = 10;
const SIGNALS_SHOWN = 20;

/** Phases in which findings are reasoned about; compared with reading, which grows with the bundle. */
const REASONING: readonly Phase[] = ['evaluate', 'diagnose', 'upgrade and coverage'];

/**
 * Where the time of an analysis went, for standard error: its phases, the slowest rules and signals.
 * @param bundle its path as the user gave it, or `standard input`
 * @returns lines, each ending with `\n`
 */
export function profileLines(bundle: string, profile: AnalysisProfile): string {
  const signals = profile.rules.signals();
  return [
    `bundlescope: profile: ${visibleText(bundle)}`,
    '',
    ...phaseRows(profile),
    '',
    ...ruleRows(profile.rules.rules(), signals),
    '',
    ...signalRows(signals),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function phaseRows(profile: AnalysisProfile): readonly string[] {
  const phases = profile.phases();
  const total = phases.reduce((sum, phase) => sum + profile.milliseconds(phase), 0);
  const rows = phases.map((phase) => [
    phase,
    milliseconds(profile.milliseconds(phase)),
    percent(profile.milliseconds(phase), total),
  ]);
  const reading = profile.milliseconds('read and scan');
  const shares = REASONING.map((phase) => `${phase} takes ${percent(profile.milliseconds(phase), reading)}`);
  return [
    ...table([['PHASE', 'MS', 'SHARE'], ...rows, ['all', milliseconds(total), '']]),
    `${shares.join(', ')} of the time of reading`,
  ];
}

function ruleRows(rules: readonly RuleCost[], signals: readonly SignalCost[]): readonly string[] {
  const lineMs = new Map<string, number>();
  for (const signal of signals) lineMs.set(signal.rule, (lineMs.get(signal.rule) ?? 0) + signal.lineMs);
  const costs = rules
    .map(({ rule, evaluateMs }) => ({ rule, evaluateMs, lineMs: lineMs.get(rule) ?? 0 }))
    .sort((a, b) => b.evaluateMs + b.lineMs - a.evaluateMs - a.lineMs || (a.rule < b.rule ? -1 : 1));
  const rows = costs
    .slice(0, RULES_SHOWN)
    .map((cost) => [
      cost.rule,
      milliseconds(cost.lineMs),
      milliseconds(cost.evaluateMs),
      milliseconds(cost.lineMs + cost.evaluateMs),
    ]);
  return table([['SLOWEST RULES', 'LINES MS', 'EVALUATE MS', 'ALL MS'], ...rows]);
}

/** Literals and patterns of a signal are what is left of its lines without the expressions; of others expressions are a part of answering. */
function signalRows(signals: readonly SignalCost[]): readonly string[] {
  const total = ({ lineMs, answerMs }: SignalCost): number => lineMs + answerMs;
  const rows = [...signals]
    .sort((a, b) => total(b) - total(a) || (`${a.rule}/${a.signal}` < `${b.rule}/${b.signal}` ? -1 : 1))
    .slice(0, SIGNALS_SHOWN)
    .map((cost) => [
      `${cost.rule}/${cost.signal}`,
      formatCount(cost.asked),
      formatCount(cost.hits),
      milliseconds(Math.max(0, cost.lineMs - (cost.asked > 0 ? cost.expressionMs : 0))),
      milliseconds(cost.expressionMs),
      formatCount(cost.rows),
      milliseconds(cost.answerMs),
    ]);
  return table([['SLOWEST SIGNALS', 'ASKED', 'HITS', 'PATTERNS MS', 'CEL MS', 'ROWS', 'ANSWER MS'], ...rows]);
}

/** Numbers stand under each other at their last digit. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return alignedRows(
    rows.map((row) => row.map((cell, column) => (column === 0 ? cell : cell.padStart(widths[column] ?? 0)))),
  );
}

function milliseconds(value: number): string {
  return value < 100 ? value.toFixed(1) : formatCount(Math.round(value));
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}
