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
import type { ExplanationMessages, Unit } from './explanation-messages.js';
import type { SignalMessages } from './signal-messages.js';
import { signalWords } from './signal-words.js';

/** A page and the words of an explanation in its language. */
export interface ExplainedPage extends TextPage {
  readonly says: ExplanationMessages;
  readonly signalSays: SignalMessages;
}

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
  page: ExplainedPage,
  signal: SignalExplanation,
  asked: Signal | undefined,
  details: boolean,
): readonly string[] {
  const extent = details ? FULL : SHORT;
  // Near misses of a signal that has rows seldom matter.
  const missGroups = details || signal.state !== 'rows' ? signal.misses.slice(0, extent.missGroups) : [];
  return [
    ...question(page, signal, asked, details),
    ...prose(page, INDENT, answerText(page.says, signal, asked), answerStyle(signal)),
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
  page: ExplainedPage,
  { name }: SignalExplanation,
  asked: Signal | undefined,
  details: boolean,
): readonly string[] {
  const words = asked === undefined ? { subject: '', conditions: [] } : signalWords(asked, page.signalSays);
  const [first = '', ...others] = prose(page, '  ', `${name}: ${words.subject}`);
  // Expressions and patterns stay whole, to be compared with the rule.
  const conditions = details ? words.conditions.map((condition) => `${INDENT}${visibleText(condition.trim())}`) : [];
  return [`  ${page.ink(`${name}:`, 'cyan')}${first.slice(name.length + 3)}`, ...others, ...conditions];
}

function answerText(
  says: ExplanationMessages,
  { state, rowCount, missing, misses, dropped }: SignalExplanation,
  asked: Signal | undefined,
): string {
  if (state === 'unknown') return says.unknown(missing ?? '');
  if (state === 'rows') return says.counted(rowCount, 'row');
  const isUntouched = misses.length === 0 && dropped.length === 0;
  if (isUntouched && (asked?.kind === 'log' || asked?.kind === 'file')) return says.noLineHas(onlyLiteral(asked));
  if (isUntouched && asked?.kind === 'object') return says.noObjectOf(asked.resource);
  return says.nothing;
}

function onlyLiteral({ contains: { texts } }: LineSignal): string | undefined {
  return texts.length === 1 ? JSON.stringify(texts[0]) : undefined;
}

function answerStyle({ state }: SignalExplanation): 'green' | 'yellow' | 'bold' {
  return state === 'unknown' ? 'yellow' : state === 'rows' ? 'green' : 'bold';
}

function* rowLines(page: ExplainedPage, row: RowExplanation, extent: Extent): Iterable<string> {
  const seen = [row.firstSeen, row.lastSeen].filter((time) => time !== undefined).map(formatTime);
  const span = seen.length === 0 ? '' : `, ${page.says.span([...new Set(seen)])}`;
  const bound = bindingText(row.bindings) || page.says.bindsNothing;
  yield* prose(page, `${INDENT}• `, `${bound} (${formatCount(row.count)}${span})`);
  for (const citation of row.evidence.slice(0, extent.citations))
    yield* citationLines(page, `${INDENT}  `, citation, extent.excerpt);
}

function* droppedLines(page: ExplainedPage, { word, unit, dropped, of, examples }: DroppedRows): Iterable<string> {
  const all = page.says.counted(of, unit === 'lines' ? 'line' : 'row');
  yield* prose(page, `${INDENT}`, page.says.takesAway(word, formatCount(dropped), all), 'yellow');
  for (const { bindings, found } of examples) {
    const which = Object.keys(bindings).length === 0 ? '' : `${bindingText(bindings)}: `;
    yield* prose(page, `${INDENT}  `, `${which}${found}`);
  }
}

function* missLines(page: ExplainedPage, miss: MissGroup, kind: string, extent: Extent): Iterable<string> {
  const { says } = page;
  yield* prose(page, INDENT, says.miss[miss.failed](miss.count, unitOf(kind), miss.condition), 'yellow');
  for (const side of miss.names ?? []) yield* sideLines(page, side);
  if (miss.failed === 'join' && miss.names?.length === 0) yield* prose(page, `${INDENT}  `, says.shareNoName);
  for (const example of miss.examples.slice(0, extent.examples)) yield* exampleLines(page, example, extent);
}

/** What is counted of a signal that came near. */
function unitOf(kind: string): Unit {
  switch (kind) {
    case 'log':
    case 'file':
      return 'line';
    case 'event':
    case 'object':
      return kind;
    default:
      return 'combination';
  }
}

function* sideLines(page: ExplainedPage, { name, before, here }: NameSides): Iterable<string> {
  const side = (values: readonly string[]): string => (values.length === 0 ? page.says.notBound : values.join(', '));
  yield* prose(page, `${INDENT}  `, page.says.before(name, side(before)));
  yield* prose(page, `${INDENT}  `, page.says.here(name, side(here)));
}

function* exampleLines(page: ExplainedPage, { citation, values }: MissExample, extent: Extent): Iterable<string> {
  if (citation !== undefined) yield* citationLines(page, `${INDENT}  `, citation, extent.excerpt);
  for (const { expression, value } of values) yield* prose(page, `${INDENT}  `, `${expression} = ${value}`);
}

function searchedLines(
  page: ExplainedPage,
  { state, searched, kind }: SignalExplanation,
  extent: Extent,
): readonly string[] {
  if (state === 'unknown' || kind === 'join' || kind === 'count') return [];
  if (searched.count === 0) return [...prose(page, INDENT, page.says.optionalMissing, 'dim')];
  const paths = searched.paths
    .slice(0, extent.paths)
    .map((path) => `${INDENT}  ${page.ink(shortPath(path, page.topDirectory), 'cyan')}`);
  return [
    ...prose(page, INDENT, page.says.searched(page.says.counted(searched.count, 'file')), 'dim'),
    ...paths,
    ...more(page, searched.count - paths.length, 'file'),
  ];
}

function more(page: ExplainedPage, count: number, unit: Unit): readonly string[] {
  return count <= 0 ? [] : [...prose(page, INDENT, page.says.andMoreOf(count, unit))];
}

function bindingText(bindings: Readonly<Record<string, string>>): string {
  return Object.entries(bindings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
