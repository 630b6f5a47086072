import type { DroppedExample, DroppedRows } from '../../model/explanation.js';
import { formatInstant } from '../../model/time.js';
import { groupBy, type Row, type Table } from '../row.js';
import type { LineWords, OtherSignal, RowWords } from '../rule.js';
import { type LineGroup, type TimeStep, timeSteps } from '../signals/line-rows.js';
import { applyRowWords, asksForGroups, type FailedWord, failedWord, groupingOf } from '../signals/row-words.js';
import { spanText } from './condition-words.js';
import type { ExplanationWords } from './explanation-words.js';
import { bindingTexts } from './value-text.js';

/** Groups shown of those that a word took away. */
const MAX_EXAMPLES = 3;

/** What the words on lines in time take away, in their order. */
export function droppedLines(
  groups: readonly LineGroup[],
  names: readonly string[],
  words: LineWords,
  others: ReadonlyMap<string, Table>,
  says: ExplanationWords,
): readonly DroppedRows[] {
  const dropped: DroppedRows[] = [];
  let kept = groups;
  for (const step of timeSteps(names, words, others)) {
    const left = kept.map(step.apply);
    const lost = kept.filter((group, index) => (left[index]?.count ?? 0) < group.count);
    const of = linesOf(kept);
    if (lost.length > 0) {
      dropped.push({
        word: stepText(step, words),
        unit: 'lines',
        dropped: of - linesOf(left),
        of,
        examples: lost.slice(0, MAX_EXAMPLES).map((group) => ({
          bindings: bindingTexts(group.bindings),
          found: foundByStep(step, group, others, says),
        })),
      });
    }
    kept = left;
  }
  return dropped;
}

function linesOf(groups: readonly LineGroup[]): number {
  return groups.reduce((sum, { count }) => sum + count, 0);
}

function stepText({ word, other }: TimeStep, { untilEnd }: LineWords): string {
  if (other === undefined) return `${word}: ${spanText(untilEnd ?? 0)}`;
  return `${word}: ${other.signal}${other.within === undefined ? '' : ` within ${spanText(other.within)}`}`;
}

function foundByStep(
  step: TimeStep,
  { hits }: LineGroup,
  others: ReadonlyMap<string, Table>,
  says: ExplanationWords,
): string {
  const { last } = hits.span();
  if (step.word === 'until-end') {
    const end = hits.listed().streams.at(-1)?.end();
    if (last === undefined || end === undefined) return says.noEndKnown;
    return says.beforeEnd(spanText(end - last));
  }
  const time = last === undefined ? undefined : formatInstant(last);
  return says.lastAt(time, rowsOfOther(step.other, others, says));
}

function rowsOfOther(
  other: OtherSignal | undefined,
  others: ReadonlyMap<string, Table>,
  says: ExplanationWords,
): string {
  const signal = other?.signal ?? '';
  const rows = others.get(signal)?.rows ?? [];
  const times = rows.flatMap(({ first, last }) => [first, last]).filter((time) => time !== undefined);
  const [first] = times.sort((a, b) => a - b);
  const last = times.at(-1);
  if (rows.length === 0 || first === undefined || last === undefined) return says.noTimedRow(signal);
  return says.seenFrom(signal, formatInstant(first), formatInstant(last));
}

/** What the words on groups of rows take away. */
export function droppedGroups(
  rows: readonly Row[],
  names: readonly string[],
  entity: string,
  words: RowWords,
  says: ExplanationWords,
): readonly DroppedRows[] {
  if (!asksForGroups(words)) return [];
  const grouping = groupingOf(names, entity, words);
  const byWord = new Map<string, { rows: number; examples: DroppedExample[] }>();
  let grouped = 0;
  for (const group of groupBy(rows, grouping).values()) {
    grouped += group.length;
    const failed = failedWord(group, words);
    if (failed === undefined) continue;
    const word = wordText(failed, words);
    const entry = byWord.get(word) ?? { rows: 0, examples: [] };
    byWord.set(word, entry);
    entry.rows += group.length;
    if (entry.examples.length < MAX_EXAMPLES)
      entry.examples.push({ bindings: groupName(group, grouping), found: foundText(failed, says) });
  }
  const dropped = [...byWord].map(
    ([word, { rows: lost, examples }]): DroppedRows => ({
      word,
      unit: 'rows',
      dropped: lost,
      of: rows.length,
      examples,
    }),
  );
  const before = [...unbound(rows.length, grouped, grouping, says), ...dropped];
  return [...before, ...older(rows, names, entity, words, before)];
}

/** Rows that do not bind what groups are made by belong to no group. */
function unbound(
  all: number,
  grouped: number,
  grouping: readonly string[],
  says: ExplanationWords,
): readonly DroppedRows[] {
  if (grouped === all) return [];
  return [
    {
      word: `per: ${grouping.join(', ')}`,
      unit: 'rows',
      dropped: all - grouped,
      of: all,
      examples: [{ bindings: {}, found: says.nameNotBound }],
    },
  ];
}

function older(
  rows: readonly Row[],
  names: readonly string[],
  entity: string,
  words: RowWords,
  dropped: readonly DroppedRows[],
): readonly DroppedRows[] {
  if (words.newest === undefined) return [];
  const lost = dropped.reduce((sum, { dropped: count }) => sum + count, 0);
  const left = rows.length - lost - applyRowWords(rows, names, entity, words).length;
  return left <= 0
    ? []
    : [{ word: `newest: ${words.newest}`, unit: 'rows', dropped: left, of: rows.length, examples: [] }];
}

function groupName(group: readonly Row[], grouping: readonly string[]): Readonly<Record<string, string>> {
  const [first] = group;
  return bindingTexts(new Map(grouping.map((name) => [name, first?.bindings.get(name)])));
}

function wordText({ word, binding }: FailedWord, words: RowWords): string {
  switch (word) {
    case 'at-least':
      return `at-least: ${words.atLeast}`;
    case 'at-most':
      return `at-most: ${words.atMost}`;
    case 'distinct':
      return `distinct: ${words.distinct.get(binding ?? '')} ${binding}`;
    case 'lasting':
      return `lasting: ${spanText(words.lasting ?? 0)}`;
    case 'within':
      return `within: ${spanText(words.within ?? 0)}`;
  }
}

function foundText({ word, found, binding }: FailedWord, says: ExplanationWords): string {
  switch (word) {
    case 'at-least':
    case 'at-most':
      return says.thereAre(found ?? 0);
    case 'distinct':
      return says.thereAreDifferent(found ?? 0, binding ?? '');
    case 'lasting':
      return found === undefined ? says.noTimes : says.lasted(spanText(found));
    case 'within':
      return found === undefined ? says.noTimes : says.spreadOver(spanText(found));
  }
}
