import type { Explanation, RuleResult, TermExplanation, TierExplanation } from '../model/explanation.js';
import { takenText } from '../report/bundle-facts.js';
import type { ReporterOptions } from '../report/index.js';
import type { Style } from '../report/ink.js';
import { citedPaths } from '../report/report-view.js';
import { createPage, labelled, prose } from '../report/text/page.js';
import { topDirectory } from '../report/top-directory.js';
import { visibleText } from '../report/visible-text.js';
import { pad } from '../report/wrap.js';
import type { Rule } from '../rules/rule.js';
import { type ExplainedPage, signalBlock } from './explained-signal.js';
import { explanationMessagesFor } from './explanation-messages.js';
import { signalMessagesFor } from './signal-messages.js';

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
  const says = explanationMessagesFor(options.language);
  const page: ExplainedPage = {
    ...createPage(options, topDirectory(pathsOf(explanation), explanation.bundle.name)),
    says,
    signalSays: signalMessagesFor(options.language),
  };
  const sections = [
    [...head(page, explanation)],
    [
      `${page.ink(says.howSure, 'bold')}${page.ink(`  ${says.signs}`, 'dim')}`,
      ...explanation.tiers.flatMap((tier) => [...tierLines(page, tier)]),
    ],
    ...explanation.signals.map((signal, index) => [
      ...(index === 0 ? [page.ink(says.signals, 'bold')] : []),
      ...signalBlock(page, signal, rule.signals.get(signal.name), options.details),
    ]),
    options.details ? [] : [...prose(page, '', says.footer, 'dim')],
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

function* head(page: ExplainedPage, { rule, bundle, result, applies, warnings }: Explanation): Iterable<string> {
  const { says } = page;
  yield page.ink(visibleText(rule.id), 'dim');
  yield* prose(page, '', rule.title, 'bold');
  yield '';
  const taken = bundle.createdAt === undefined ? says.takenUnknown : takenText({ bundle, warnings }, page.messages);
  yield* labelled(page, 0, says.bundle, says.bundleTaken(bundle.name, taken));
  for (const { product, range, version, holds } of applies) {
    const stated = says.applies(product, range, version ?? says.noVersion, says.judged[holds]);
    yield* labelled(page, 0, says.appliesTo, stated);
  }
  yield* resultLines(page, result);
  if (page.topDirectory !== '') yield* labelled(page, 0, says.paths, says.pathsBelow);
}

function* resultLines(page: ExplainedPage, result: RuleResult): Iterable<string> {
  const { says, messages } = page;
  const { state, missing, entities } = result;
  const text = says.results[state](entities.length, missing ?? says.sourceMissing);
  const [first = '', ...others] = labelled(page, 0, says.result, text);
  yield page.ink(first, RESULT_STYLE[state]);
  yield* others;
  for (const { entity, confidence, unreported } of entities.slice(0, ENTITIES_SHOWN)) {
    const aside = unreported === undefined ? '' : says.unreported(unreported);
    yield* labelled(page, 0, '', `${says.entity(entity, messages.confidence[confidence])}${aside}`);
  }
  if (entities.length > ENTITIES_SHOWN) yield* labelled(page, 0, '', says.andMore(entities.length - ENTITIES_SHOWN));
}

/** `high     holds  + engines, + migrating`. */
function* tierLines(page: ExplainedPage, tier: TierExplanation): Iterable<string> {
  const terms = tier.terms.map(({ term, state }) => `${TERM_SIGN[state]} ${term}`).join(', ');
  const { says, messages } = page;
  const state = says.tier[tier.state](tier.entities.length);
  yield* prose(page, `  ${pad(messages.confidence[tier.confidence], 7)}`, `${pad(state, 12)} ${terms}`);
  const indent = ' '.repeat(9);
  if (tier.unbound !== undefined) yield* prose(page, indent, says.unbound(tier.unbound));
  for (const { term, before, names } of tier.disjoint) {
    const others = before.join(', ');
    const what = term.startsWith('not ') ? says.takesAwayAll : says.joinsNothing;
    yield* prose(page, indent, what(term, others));
    for (const side of names)
      yield* prose(page, `${indent}  `, says.sides(side.name, side.before.join(', '), side.here.join(', ')));
  }
}
