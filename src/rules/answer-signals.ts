import type { WarningSink } from '../errors/index.js';
import { cheapestFirst } from './answer-cost.js';
import { UnknownTime } from './cel/unknown-time.js';
import type { CollectedFacts, TimeRange } from './collected-facts.js';
import type { CompiledRule, CompiledSignal } from './compile-rule.js';
import type { HitSeries } from './hit-series.js';
import { type Answer, bindingKey, hasNoRow, type Row, type Table } from './row.js';
import { dependenciesOf, type EventSignal, type LineSignal, type Signal } from './rule.js';
import type { AnswerObserver } from './rule-profile.js';
import { SeriesHits } from './series-hits.js';
import { EVENT_RESOURCES } from './signals/cluster-events.js';
import { countRows, joinRows } from './signals/derived-rows.js';
import { eventGroups } from './signals/event-lines.js';
import { type LineGroup, lineRows } from './signals/line-rows.js';
import { objectRows } from './signals/object-rows.js';
import { applyRowWords } from './signals/row-words.js';
import { type HitStream, hitsAt } from './timed-hits.js';

/** Names told of many. */
const MAX_NAMES = 3;

/**
 * The answers of a rule's signals, each given when it is first asked for: most rules fail on their first signal, and the others need not be
 * answered then.
 */
export class SignalAnswers {
  readonly #rule: CompiledRule;
  readonly #facts: CollectedFacts;
  readonly #warn: WarningSink;
  readonly #observe: AnswerObserver | undefined;
  readonly #answers = new Map<string, Answer>();

  /** @param observe told of each answer, when somebody measures */
  constructor(rule: CompiledRule, facts: CollectedFacts, warn: WarningSink, observe?: AnswerObserver) {
    this.#rule = rule;
    this.#facts = facts;
    this.#warn = warn;
    this.#observe = observe;
  }

  /** @returns undefined when the rule has no such signal. */
  get(name: string): Answer | undefined {
    const known = this.#answers.get(name);
    if (known !== undefined) return known;
    const signal = this.#rule.signals.find((candidate) => candidate.name === name);
    if (signal === undefined) return undefined;
    const answer = this.#joinWithoutRow(signal) ?? this.#answer(signal);
    this.#answers.set(name, answer);
    return answer;
  }

  #answer(signal: CompiledSignal): Answer {
    // First, so that their time is not counted as this one's.
    for (const other of dependenciesOf(signal.signal)) this.get(other);
    const started = this.#observe === undefined ? 0 : performance.now();
    const answer = answerSignal(this.#rule, signal, this, this.#facts, this.#warn);
    this.#observe?.(this.#rule.rule.id, signal, answer, performance.now() - started);
    return answer;
  }

  /** The answer of a join of which one part is known to be empty; the others need not be answered then. */
  #joinWithoutRow({ signal, names }: CompiledSignal): Answer | undefined {
    if (signal.kind !== 'join') return undefined;
    const parts = cheapestFirst(signal.join, (name) => this.#rule.rule.signals.get(name));
    if (!parts.some((name) => hasNoRow(this.get(name)))) return undefined;
    const searched = new Set(dependenciesOf(signal).flatMap((name) => this.#sourcesOf(name)));
    return { known: true, table: { names, rows: [] }, searched: [...searched] };
  }

  /** Paths that a signal is answered from, those of the signals that it refers to among them. */
  #sourcesOf(name: string): readonly string[] {
    const signal = this.#rule.rule.signals.get(name);
    if (signal === undefined) return [];
    const own = sourceOf(signal, this.#facts);
    return [
      ...(typeof own === 'string' ? [] : own),
      ...dependenciesOf(signal).flatMap((other) => this.#sourcesOf(other)),
    ];
  }
}

/**
 * Paths that a rule's signals are answered from, of those that can be answered, found when they are asked for. What asks lives as long as the
 * outcomes of all rules and holds none of the answers: most rows of a rule can be forgotten with it.
 */
export function searchedBy(rule: CompiledRule, facts: CollectedFacts): () => ReadonlySet<string> {
  return () => {
    const sources = rule.signals.map(({ signal }) => sourceOf(signal, facts));
    return new Set(sources.flatMap((source) => (typeof source === 'string' ? [] : source)));
  };
}

function answerSignal(
  rule: CompiledRule,
  compiled: CompiledSignal,
  answers: SignalAnswers,
  facts: CollectedFacts,
  warn: WarningSink,
): Answer {
  const { tables, searched, missing, open: openOthers } = answersOfOthers(compiled.signal, answers);
  try {
    const source = sourceOf(compiled.signal, facts);
    if (typeof source !== 'string') for (const path of source) searched.add(path);
    else if (!isOptional(compiled.signal)) return { known: false, missing: missing ?? source };
    if (missing !== undefined && !isEmptyAnyway(rule, compiled, tables, facts)) return { known: false, missing };
    const open = openOthers ?? cutListOf(compiled.signal, facts);
    if (open !== undefined && countsAtMost(compiled.signal)) return { known: false, missing: open };
    const rows = rowsOf(rule, compiled, tables, facts, () => {
      warn({
        code: 'limit-rows',
        message: `${rule.rule.id}/${compiled.name}: the join is too large and was cut short`,
      });
    });
    const table = { names: compiled.names, rows };
    return { known: true, table, searched: [...searched], ...(open === undefined ? {} : { open }) };
  } catch (error) {
    if (error instanceof UnknownTime) return { known: false, missing: error.message };
    throw error;
  }
}

/** What the signals say that a signal is made of. */
interface OtherAnswers {
  readonly tables: ReadonlyMap<string, Table>;
  readonly searched: Set<string>;
  readonly missing: string | undefined;
  /** Why they may have more rows. */
  readonly open: string | undefined;
}

function answersOfOthers(signal: Signal, answers: SignalAnswers): OtherAnswers {
  const tables = new Map<string, Table>();
  const searched = new Set<string>();
  let missing: string | undefined;
  let open: string | undefined;
  for (const name of dependenciesOf(signal)) {
    const answer = answers.get(name);
    if (answer === undefined || !answer.known) {
      missing ??= answer?.missing ?? `signal ${name}`;
      continue;
    }
    tables.set(name, answer.table);
    open ??= answer.open;
    if (answer.open !== undefined && leansOnAbsence(signal, name)) missing ??= answer.open;
    for (const path of answer.searched) searched.add(path);
  }
  return { tables, searched, missing, open };
}

/** Whether a row of the other signal more could take a row of this one away. */
function leansOnAbsence(signal: Signal, other: string): boolean {
  return signal.kind === 'count' || (signal.kind === 'join' && signal.without.includes(other));
}

function countsAtMost(signal: Signal): boolean {
  return signal.kind !== 'count' && signal.atMost !== undefined;
}

/** What is missing when a list that the signal is about lacks its end. */
function cutListOf(signal: Signal, { objects }: CollectedFacts): string | undefined {
  const resources = signal.kind === 'object' ? [signal.resource] : signal.kind === 'event' ? EVENT_RESOURCES : [];
  const cut = resources.find((resource) => objects.isCut(resource));
  return cut === undefined ? undefined : `the list of ${cut} in the bundle is not whole`;
}

/**
 * Whether a signal has no row whatever the unknown ones would say: a join with a table that is known to be empty, and a signal on lines or
 * events that none matches, for other signals only take some of them away.
 */
function isEmptyAnyway(
  rule: CompiledRule,
  compiled: CompiledSignal,
  tables: ReadonlyMap<string, Table>,
  facts: CollectedFacts,
): boolean {
  const { signal } = compiled;
  switch (signal.kind) {
    case 'join':
      return signal.join.some((name) => tables.get(name)?.rows.length === 0);
    case 'log':
    case 'file':
    case 'event':
      return lineGroups(rule.rule.id, { ...compiled, signal }, facts).length === 0;
    default:
      return false;
  }
}

/** Without its source an optional signal has no rows. */
function isOptional(signal: Signal): boolean {
  return signal.kind !== 'join' && signal.kind !== 'count' && signal.optional;
}

/** Names in a sentence; of many the first few and the number of the others. */
function someOf(names: readonly string[]): string {
  const shown = names.slice(0, MAX_NAMES);
  return names.length > MAX_NAMES ? `${shown.join(', ')} or ${names.length - MAX_NAMES} more` : shown.join(' or ');
}

/** Paths that the signal is answered from, or what is missing to answer it. */
function sourceOf(signal: Signal, facts: CollectedFacts): readonly string[] | string {
  switch (signal.kind) {
    case 'log': {
      const paths = facts.pathsOfPrograms(signal.sources);
      if (paths.length > 0) return paths;
      return facts.pathsWithoutPrograms(signal.sources) ?? `no logs of ${someOf(signal.sources)} in the bundle`;
    }
    case 'file': {
      const paths = facts.pathsOfFiles(signal.sources);
      return paths.length > 0 || facts.hasNodeFiles ? paths : `no file ${someOf(signal.sources)} in the bundle`;
    }
    case 'event': {
      const paths = EVENT_RESOURCES.flatMap((resource) => facts.objects.pathsOf(resource));
      return paths.length > 0 ? paths : 'no events in the bundle';
    }
    case 'object':
      return facts.objects.isCollected(signal.resource)
        ? facts.objects.pathsOf(signal.resource)
        : facts.isUnreadable(signal.resource)
          ? `the list of ${signal.resource} in the bundle could not be read`
          : `no list of ${signal.resource} in the bundle`;
    default:
      return [];
  }
}

function rowsOf(
  rule: CompiledRule,
  compiled: CompiledSignal,
  tables: ReadonlyMap<string, Table>,
  facts: CollectedFacts,
  onLimit: () => void,
): readonly Row[] {
  const { signal, names } = compiled;
  const { entity } = rule.rule;
  switch (signal.kind) {
    case 'count':
      return countRows({ ...compiled, signal }, tables);
    case 'join':
      return applyRowWords(joinRows({ ...compiled, signal }, tables, onLimit), names, entity, signal);
    case 'object': {
      const object = { ...compiled, signal };
      return applyRowWords(objectRows(object, facts.subjects.of(object)), names, entity, signal);
    }
    default: {
      const groups = groupsInRange(lineGroups(rule.rule.id, { ...compiled, signal }, facts), facts.timeRange);
      return applyRowWords(lineRows(compiled.name, groups, names, signal, tables), names, entity, signal);
    }
  }
}

/** The lines or events that a signal matches, by what they bind: of events those of all times, of lines those that the scan gathered. */
export function lineGroups(
  rule: string,
  compiled: CompiledSignal<LineSignal | EventSignal>,
  facts: CollectedFacts,
): readonly LineGroup[] {
  const { signal } = compiled;
  if (signal.kind === 'event') return eventGroups({ ...compiled, signal }, facts.events);
  const collector = facts.collectorOf(rule, compiled.name);
  const groups = new Map<string, { readonly bindings: ReadonlyMap<string, unknown>; readonly series: HitSeries[] }>();
  for (const { bindings, series } of collector?.rows((pod) => facts.nodeOfPod(pod)) ?? []) {
    // Pods of one node have rows of their own until the node is known.
    const key = JSON.stringify([...bindings].map(([name, value]) => [name, bindingKey(value)]));
    const group = groups.get(key) ?? { bindings, series: [] };
    groups.set(key, group);
    group.series.push(series);
  }
  const streamAt = (index: number): HitStream => facts.streamAt(index);
  return [...groups.values()].map(({ bindings, series }) => ({
    bindings,
    count: series.reduce((sum, { count }) => sum + count, 0),
    hits: new SeriesHits(series, streamAt),
    citable: series.flatMap((one) => new SeriesHits([one], streamAt).cited),
  }));
}

/** What of groups lies in the time the user asked for. */
export function groupsInRange(groups: readonly LineGroup[], range: TimeRange): readonly LineGroup[] {
  return groups.flatMap((group) => inRange(group, range));
}

function inRange(group: LineGroup, { since, until }: TimeRange): readonly LineGroup[] {
  if (since === undefined && until === undefined) return [group];
  const hits = hitsAt(
    group.hits,
    (time) =>
      time !== undefined && time >= (since ?? Number.NEGATIVE_INFINITY) && time <= (until ?? Number.POSITIVE_INFINITY),
  );
  return hits.length === 0
    ? []
    : [{ ...group, hits, count: hits.length === group.hits.length ? group.count : hits.length }];
}
