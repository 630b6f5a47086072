import type {
  DroppedRows,
  MissExample,
  MissGroup,
  NameSides,
  RowExplanation,
  SignalExplanation,
} from '../model/explanation.js';
import { shortPath } from '../report/citation-text.js';
import { formatCount, formatTime } from '../report/quantities.js';
import { citationLines } from '../report/text/evidence-lines.js';
import { prose, type TextPage } from '../report/text/page.js';
import { visibleText } from '../report/visible-text.js';
import type { LineSignal, Signal } from '../rules/rule.js';
import { signalWords } from './signal-words.js';

/** How much of a signal is shown. */
interface Extent {
  readonly rows: number;
  readonly citations: number;
  readonly missGroups: number;
  readonly examples: number;
  readonly paths: number;
  /** Lines of the page that an excerpt may take. */
  readonly excerpt: number;
}

const SHORT: Extent = { rows: 2, citations: 1, missGroups: 2, examples: 1, paths: 1, excerpt: 3 };
const FULL: Extent = { rows: 200, citations: 6, missGroups: 100, examples: 5, paths: 50, excerpt: 12 };

const INDENT = ' '.repeat(4);

/** One signal: what it asks for and what became of that. @param details all of it instead of the first few */
export function signalBlock(
  page: TextPage,
  signal: SignalExplanation,
  asked: Signal | undefined,
  details: boolean,
): readonly string[] {
  const extent = details ? FULL : SHORT;
  // Near misses of a signal that has rows seldom matter.
  const missGroups = details || signal.state !== 'rows' ? signal.misses.slice(0, extent.missGroups) : [];
  return [
    ...question(page, signal, asked, details),
    ...prose(page, INDENT, answerText(signal, asked), answerStyle(signal)),
    ...signal.rows
      .slice(0, extent.rows)
      .flatMap((row, index) => [...rowLines(page, row, details || index === 0 ? extent : { ...extent, citations: 0 })]),
    ...more(page, signal.rowCount - extent.rows, 'row'),
    ...signal.dropped.flatMap((dropped) => [...droppedLines(page, dropped)]),
    ...missGroups.flatMap((miss) => [...missLines(page, miss, signal.kind, extent)]),
    ...(signal.state === 'rows' && !details ? [] : searchedLines(page, signal, extent)),
  ];
}

function question(
  page: TextPage,
  { name }: SignalExplanation,
  asked: Signal | undefined,
  details: boolean,
): readonly string[] {
  const words = asked === undefined ? { subject: '', conditions: [] } : signalWords(asked);
  const [first = '', ...others] = prose(page, '  ', `${name}: ${words.subject}`);
  // Expressions and patterns stay whole, to be compared with the rule.
  const conditions = details ? words.conditions.map((condition) => `${INDENT}${visibleText(condition.trim())}`) : [];
  return [`  ${page.ink(`${name}:`, 'cyan')}${first.slice(name.length + 3)}`, ...others, ...conditions];
}

function answerText(
  { state, rowCount, missing, misses, dropped }: SignalExplanation,
  asked: Signal | undefined,
): string {
  if (state === 'unknown') return `unknown: ${missing}`;
  if (state === 'rows') return counted(rowCount, 'row');
  const isUntouched = misses.length === 0 && dropped.length === 0;
  if (isUntouched && (asked?.kind === 'log' || asked?.kind === 'file'))
    return `nothing: no line has ${anyLiteral(asked)}`;
  if (isUntouched && asked?.kind === 'object') return `nothing: the bundle has no ${asked.resource}`;
  return 'nothing';
}

function anyLiteral({ contains: { texts } }: LineSignal): string {
  return texts.length === 1 ? JSON.stringify(texts[0]) : 'one of these';
}

function answerStyle({ state }: SignalExplanation): 'green' | 'yellow' | 'bold' {
  return state === 'unknown' ? 'yellow' : state === 'rows' ? 'green' : 'bold';
}

function* rowLines(page: TextPage, row: RowExplanation, extent: Extent): Iterable<string> {
  const seen = [row.firstSeen, row.lastSeen].filter((time) => time !== undefined).map(formatTime);
  const times = [...new Set(seen)].join(' to ');
  const span = times === '' ? '' : `, ${times} UTC`;
  yield* prose(page, `${INDENT}• `, `${bindingText(row.bindings)} (${formatCount(row.count)}${span})`);
  for (const citation of row.evidence.slice(0, extent.citations))
    yield* citationLines(page, `${INDENT}  `, citation, extent.excerpt);
}

function* droppedLines(page: TextPage, { word, unit, dropped, of, examples }: DroppedRows): Iterable<string> {
  const all = `${formatCount(dropped)} of ${counted(of, unit === 'lines' ? 'line' : 'row')}`;
  yield* prose(page, `${INDENT}`, `${word} takes away ${all}`, 'yellow');
  for (const { bindings, found } of examples) {
    const which = Object.keys(bindings).length === 0 ? '' : `${bindingText(bindings)}: `;
    yield* prose(page, `${INDENT}  `, `${which}${found}`);
  }
}

function* missLines(page: TextPage, miss: MissGroup, kind: string, extent: Extent): Iterable<string> {
  yield* prose(page, INDENT, missText(miss, kind), 'yellow');
  for (const side of miss.names ?? []) yield* sideLines(page, side);
  if (miss.failed === 'join' && miss.names?.length === 0) yield* prose(page, `${INDENT}  `, 'they share no name');
  for (const example of miss.examples.slice(0, extent.examples)) yield* exampleLines(page, example, extent);
}

function missText({ failed, condition, count }: MissGroup, kind: string): string {
  const unit =
    kind === 'log' || kind === 'file'
      ? 'line'
      : kind === 'event'
        ? 'event'
        : kind === 'object'
          ? 'object'
          : 'combination';
  const several = count === 1 ? '' : 's';
  switch (failed) {
    case 'literal':
      return `${counted(count, unit)} lack${count === 1 ? 's' : ''} ${condition}`;
    case 'pattern':
      return `${counted(count, unit)} do${count === 1 ? 'es' : ''} not match ${condition}`;
    case 'reason':
      return `${counted(count, unit)} ha${count === 1 ? 's' : 've'} another reason than ${condition}`;
    case 'where':
      return `${counted(count, unit)} fail${count === 1 ? 's' : ''} ${condition}`;
    case 'each':
      return `${counted(count, unit)} with nothing in ${condition}`;
    case 'empty':
      return `${condition} has no row`;
    case 'join':
      return `no row of ${condition} (${formatCount(count)}) joins those before it`;
    case 'without':
      return `without ${condition}: its ${counted(count, 'row')} take${several === '' ? 's' : ''} away what joins`;
    case 'arithmetic':
      return `fails ${condition}`;
  }
}

function* sideLines(page: TextPage, { name, before, here }: NameSides): Iterable<string> {
  const side = (values: readonly string[]): string => (values.length === 0 ? 'not bound' : values.join(', '));
  yield* prose(page, `${INDENT}  `, `${name} before: ${side(before)}`);
  yield* prose(page, `${INDENT}  `, `${name} here: ${side(here)}`);
}

function* exampleLines(page: TextPage, { citation, values }: MissExample, extent: Extent): Iterable<string> {
  if (citation !== undefined) yield* citationLines(page, `${INDENT}  `, citation, extent.excerpt);
  for (const { expression, value } of values) yield* prose(page, `${INDENT}  `, `${expression} = ${value}`);
}

function searchedLines(
  page: TextPage,
  { state, searched, kind }: SignalExplanation,
  extent: Extent,
): readonly string[] {
  if (state === 'unknown' || kind === 'join' || kind === 'count') return [];
  if (searched.count === 0)
    return [...prose(page, INDENT, 'its source is not in the bundle, which it takes for nothing', 'dim')];
  const paths = searched.paths
    .slice(0, extent.paths)
    .map((path) => `${INDENT}  ${page.ink(shortPath(path, page.topDirectory), 'cyan')}`);
  return [
    ...prose(page, INDENT, `searched ${counted(searched.count, 'file')}`, 'dim'),
    ...paths,
    ...more(page, searched.count - paths.length, 'file'),
  ];
}

function more(page: TextPage, count: number, unit: string): readonly string[] {
  return count <= 0 ? [] : [...prose(page, INDENT, `and ${formatCount(count)} more ${unit}${count === 1 ? '' : 's'}`)];
}

function counted(count: number, unit: string): string {
  return `${formatCount(count)} ${unit}${count === 1 ? '' : 's'}`;
}

function bindingText(bindings: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(bindings).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? 'binds nothing' : pairs.join(' ');
}
