import type { Explanation, RuleResult, TermExplanation, TierExplanation } from '../model/explanation.js';
import type { ReporterOptions } from '../report/index.js';
import type { Style } from '../report/ink.js';
import { formatCount, formatTime } from '../report/quantities.js';
import { citedPaths } from '../report/report-view.js';
import { createPage, labelled, prose, type TextPage } from '../report/text/page.js';
import { topDirectory } from '../report/top-directory.js';
import { visibleText } from '../report/visible-text.js';
import type { Rule } from '../rules/rule.js';
import { signalBlock } from './explained-signal.js';

/** How an explanation is to look. */
export interface ExplanationOptions extends ReporterOptions {
  /** All rows, near misses and paths instead of the first few. */
  readonly details: boolean;
}

const RESULT_STYLE: Readonly<Record<RuleResult['state'], Style>> = {
  found: 'red',
  'not-found': 'green',
  unknown: 'yellow',
  'not-applicable': 'green',
};

const TERM_SIGN: Readonly<Record<TermExplanation['state'], string>> = {
  holds: '+',
  partly: '~',
  fails: '-',
  unknown: '?',
};

/** Entities named before the rest is only counted. */
const ENTITIES_SHOWN = 5;

/** The page of an explanation: the result, the tiers of `when`, and every signal. */
export function explanationPage(explanation: Explanation, rule: Rule, options: ExplanationOptions): string {
  const page = createPage(options, topDirectory(pathsOf(explanation), explanation.bundle.name));
  const sections = [
    [...head(page, explanation)],
    [
      `${page.ink('HOW SURE', 'bold')}${page.ink('  + holds, - fails, ~ takes away what joins, ? unknown', 'dim')}`,
      ...explanation.tiers.flatMap((tier) => [...tierLines(page, tier)]),
    ],
    ...explanation.signals.map((signal, index) => [
      ...(index === 0 ? [page.ink('SIGNALS', 'bold')] : []),
      ...signalBlock(page, signal, rule.signals.get(signal.name), options.details),
    ]),
    options.details
      ? []
      : [...prose(page, '', 'All rows, near misses and paths: --details. As data: --format json.', 'dim')],
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function pathsOf({ signals }: Explanation): readonly string[] {
  const citations = signals.flatMap(({ rows, misses }) => [
    ...rows.flatMap(({ evidence }) => evidence),
    ...misses.flatMap(({ examples }) => examples.flatMap(({ citation }) => citation ?? [])),
  ]);
  return [...citations.flatMap(citedPaths), ...signals.flatMap(({ searched }) => searched.paths)];
}

function* head(page: TextPage, { rule, bundle, result, applies }: Explanation): Iterable<string> {
  yield page.ink(visibleText(rule.id), 'dim');
  yield* prose(page, '', rule.title, 'bold');
  yield '';
  const taken = bundle.createdAt === undefined ? 'it is not known when' : `${formatTime(bundle.createdAt)} UTC`;
  yield* labelled(page, 0, 'Bundle', `${bundle.name}, taken ${taken}`);
  for (const { product, range, version, holds } of applies) {
    const found = version === undefined ? 'the bundle states no version' : version;
    const judged = { yes: 'in the range', no: 'outside of the range', unknown: 'so the confidence is one lower' }[
      holds
    ];
    yield* labelled(page, 0, 'Applies to', `${product} ${range}: ${found}, ${judged}`);
  }
  yield* resultLines(page, result);
  if (page.topDirectory !== '') yield* labelled(page, 0, 'Paths', 'below the top directory of the bundle');
}

function* resultLines(page: TextPage, result: RuleResult): Iterable<string> {
  const [first = '', ...others] = labelled(page, 0, 'Result', resultText(result));
  yield page.ink(first, RESULT_STYLE[result.state]);
  yield* others;
  const { entities } = result;
  for (const { entity, confidence, unreported } of entities.slice(0, ENTITIES_SHOWN)) {
    const aside = unreported === undefined ? '' : `; no finding of its own: ${unreported}`;
    yield* labelled(page, 0, '', `${entity}: ${confidence}${aside}`);
  }
  if (entities.length > ENTITIES_SHOWN)
    yield* labelled(page, 0, '', `and ${formatCount(entities.length - ENTITIES_SHOWN)} more`);
}

function resultText({ state, missing, entities }: RuleResult): string {
  switch (state) {
    case 'found':
      return `holds for ${formatCount(entities.length)} ${entities.length === 1 ? 'thing' : 'things'}`;
    case 'not-found':
      return 'does not hold';
    case 'unknown':
      return `unknown: ${missing ?? 'a source is missing'}`;
    case 'not-applicable':
      return 'not applied: the version is outside of the range; below is what it would see';
  }
}

/** `high     holds  + engines, + migrating`. */
function* tierLines(page: TextPage, tier: TierExplanation): Iterable<string> {
  const terms = tier.terms.map(({ term, state }) => `${TERM_SIGN[state]} ${term}`).join(', ');
  const state = tier.state === 'holds' ? `holds for ${formatCount(tier.entities.length)}` : tier.state;
  yield* prose(page, `  ${tier.confidence.padEnd(7)}`, `${state.padEnd(12)} ${terms}`);
  const indent = ' '.repeat(9);
  if (tier.unbound !== undefined)
    yield* prose(page, indent, `all terms hold together, but no row binds ${tier.unbound}, which the rule is about`);
  for (const { term, before, names } of tier.disjoint) {
    const others = before.join(', ');
    const what = term.startsWith('not ') ? 'takes away every row of' : 'has no row that joins';
    yield* prose(page, indent, `${term} ${what} ${others}`);
    for (const side of names)
      yield* prose(page, `${indent}  `, `${side.name}: there ${side.before.join(', ')}; here ${side.here.join(', ')}`);
  }
}
