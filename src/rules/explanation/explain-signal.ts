import type { Citation } from '../../model/citation.js';
import type { DroppedRows, MissGroup, RowExplanation, SignalExplanation } from '../../model/explanation.js';
import { formatInstant } from '../../model/time.js';
import type { SignalAnswers } from '../answer-signals.js';
import { groupsInRange, lineGroups } from '../answer-signals.js';
import type { CollectedFacts } from '../collected-facts.js';
import type { CompiledRule, CompiledSignal } from '../compile-rule.js';
import { type Evidence, type Row, sourcesOf, type Table } from '../row.js';
import { dependenciesOf, type EventSignal, type LineSignal } from '../rule.js';
import { joinRows } from '../signals/derived-rows.js';
import { type LineGroup, lineRows } from '../signals/line-rows.js';
import { objectRows } from '../signals/object-rows.js';
import type { ConditionProbe } from './condition-probe.js';
import { droppedGroups, droppedLines } from './dropped-rows.js';
import { eventMisses } from './event-misses.js';
import type { ExplanationWords } from './explanation-words.js';
import { countMisses, joinMisses } from './join-misses.js';
import { objectMisses } from './object-misses.js';
import { bindingTexts } from './value-text.js';

/** Rows and paths that are listed; their numbers are exact. */
const MAX_ROWS = 200;
const MAX_PATHS = 50;
/** Citations of a row. */
const MAX_CITATIONS = 6;

/** What a signal is explained from. */
export interface SignalFacts {
  readonly facts: CollectedFacts;
  readonly answers: SignalAnswers;
  readonly probe: ConditionProbe;
  readonly words: ExplanationWords;
  /** Lines that came near a `log` or `file` signal while the bundle was read. */
  lineMissesOf(signal: string): readonly MissGroup[];
  /** How many lines match a `log` or `file` signal and were left out for their time while the bundle was read. */
  linesOutsideOf(signal: string): number;
}

/** Says what a signal found, what its words took away, and what came near. */
export function explainSignal(rule: CompiledRule, compiled: CompiledSignal, context: SignalFacts): SignalExplanation {
  const answer = context.answers.get(compiled.name);
  const { name } = compiled;
  const { kind } = compiled.signal;
  if (answer === undefined || !answer.known) {
    const missing = answer?.missing ?? '';
    const searched = { count: 0, paths: [] };
    return { name, kind, state: 'unknown', missing, searched, rows: [], rowCount: 0, dropped: [], misses: [] };
  }
  const { rows } = answer.table;
  return {
    name,
    kind,
    state: rows.length > 0 ? 'rows' : 'none',
    searched: { count: answer.searched.length, paths: answer.searched.slice(0, MAX_PATHS) },
    rows: rows.slice(0, MAX_ROWS).map((row) => explainRow(row)),
    rowCount: rows.length,
    dropped: droppedBy(rule, compiled, context),
    misses: missesOf(compiled, context),
  };
}

function explainRow(row: Row): RowExplanation {
  const evidence = [...sourcesOf(row)].flatMap((source) => source.evidence).slice(0, MAX_CITATIONS);
  return {
    bindings: bindingTexts(row.bindings),
    count: row.count,
    ...(row.first === undefined ? {} : { firstSeen: formatInstant(row.first) }),
    ...(row.last === undefined ? {} : { lastSeen: formatInstant(row.last) }),
    evidence: evidence.map(timedCitation),
  };
}

function timedCitation({ citation, time }: Evidence): Citation {
  return citation.kind === 'log' && time !== undefined ? { ...citation, time: formatInstant(time) } : citation;
}

function droppedBy(rule: CompiledRule, compiled: CompiledSignal, context: SignalFacts): readonly DroppedRows[] {
  const { signal, names } = compiled;
  const { entity } = rule.rule;
  switch (signal.kind) {
    case 'count':
      return [];
    case 'join':
      return droppedGroups(
        joinRows({ ...compiled, signal }, tablesOf(compiled, context), () => undefined),
        names,
        entity,
        signal,
        context.words,
      );
    case 'object': {
      const object = { ...compiled, signal };
      const rows = objectRows(object, context.facts.subjects.of(object));
      return droppedGroups(rows, names, entity, signal, context.words);
    }
    default:
      return droppedOfLines(rule, { ...compiled, signal }, context);
  }
}

function droppedOfLines(
  { rule }: CompiledRule,
  compiled: CompiledSignal<LineSignal | EventSignal>,
  context: SignalFacts,
): readonly DroppedRows[] {
  const { name, names, signal } = compiled;
  const { facts } = context;
  const all = lineGroups(rule.id, compiled, facts);
  const groups = groupsInRange(all, facts.timeRange);
  const tables = tablesOf(compiled, context);
  return [
    ...outOfRange(linesOf(all) + context.linesOutsideOf(name), linesOf(groups)),
    ...droppedLines(groups, names, signal, tables, context.words),
    ...droppedGroups(lineRows(name, groups, names, signal, tables), names, rule.entity, signal, context.words),
  ];
}

/** Lines outside the time asked for are mostly left out while reading, so that those gathered are not all that match. */
function outOfRange(of: number, inside: number): readonly DroppedRows[] {
  return of === inside ? [] : [{ word: '--since, --until', unit: 'lines', dropped: of - inside, of, examples: [] }];
}

function linesOf(groups: readonly LineGroup[]): number {
  return groups.reduce((total, { count }) => total + count, 0);
}

function missesOf(compiled: CompiledSignal, context: SignalFacts): readonly MissGroup[] {
  const { signal, name } = compiled;
  const { facts, probe } = context;
  switch (signal.kind) {
    case 'log':
    case 'file':
      return context.lineMissesOf(name);
    case 'event':
      return eventMisses({ ...compiled, signal }, facts.events.all, probe);
    case 'object':
      return objectMisses({ ...compiled, signal }, facts.objects.list(signal.resource), probe);
    case 'join':
      return joinMisses({ ...compiled, signal }, tablesOf(compiled, context), probe);
    case 'count':
      return countMisses({ ...compiled, signal }, tablesOf(compiled, context), probe);
  }
}

/** The tables of the signals that a signal refers to. */
function tablesOf({ signal }: CompiledSignal, { answers }: SignalFacts): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>();
  for (const name of dependenciesOf(signal)) {
    const answer = answers.get(name);
    if (answer?.known === true) tables.set(name, answer.table);
  }
  return tables;
}
