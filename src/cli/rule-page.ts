import type { RemediationStep } from '../model/report.js';
import type { ReporterOptions, ReportLanguage } from '../report/index.js';
import { createPage, labelled, prose, type TextPage } from '../report/text/page.js';
import { stepLines } from '../report/text/steps.js';
import { visibleText } from '../report/visible-text.js';
import type { Rule } from '../rules/rule.js';
import { termWords } from '../rules/term-words.js';
import { signalMessagesFor } from './signal-messages.js';
import { signalWords } from './signal-words.js';
import { alignedRows } from './table.js';

type Heading =
  | 'severity'
  | 'component'
  | 'about'
  | 'applies'
  | 'aliases'
  | 'file'
  | 'means'
  | 'shows'
  | 'judged'
  | 'causes'
  | 'consequences'
  | 'steps'
  | 'references';

const headings: Readonly<Record<ReportLanguage, Readonly<Record<Heading, string>>>> = {
  en: {
    severity: 'Severity',
    component: 'Component',
    about: 'About',
    applies: 'Applies to',
    aliases: 'Aliases',
    file: 'File',
    means: 'WHAT IT MEANS',
    shows: 'HOW IT SHOWS',
    judged: 'HOW SURE',
    causes: 'WHAT CAN CAUSE IT',
    consequences: 'WHAT IT LEADS TO',
    steps: 'WHAT TO DO',
    references: 'REFERENCES',
  },
  zh: {
    severity: '严重程度',
    component: '组件',
    about: '对象',
    applies: '适用版本',
    aliases: '别名',
    file: '文件',
    means: '含义',
    shows: '表现',
    judged: '判定',
    causes: '可能的原因',
    consequences: '可能的后果',
    steps: '处理步骤',
    references: '参考资料',
  },
};

/** Words of a rule in one language; what was not translated stays English. */
interface RuleText {
  readonly title: string;
  readonly explanation: string;
  readonly remediation: readonly RemediationStep[];
}

/**
 * A page about a rule for a person.
 * @param all the rules among which its causes and consequences are looked up
 */
export function rulePage(rule: Rule, all: readonly Rule[], options: ReporterOptions): string {
  const page = createPage(options, '');
  const head = headings[options.language];
  const text = textOf(rule, options.language);
  const causes = all.filter(({ leadsTo }) => leadsTo.some((link) => link.rule === rule.id));
  const consequences = all.filter(({ id }) => rule.leadsTo.some((link) => link.rule === id));
  const sections = [
    [...headLines(page, rule, text.title, head)],
    section(page, head.means, prose(page, '  ', text.explanation)),
    section(page, head.shows, signalLines(page, rule, options.language)),
    section(page, head.judged, tierLines(page, rule)),
    section(page, head.causes, linkLines(causes, options.language)),
    section(page, head.consequences, linkLines(consequences, options.language)),
    section(
      page,
      head.steps,
      text.remediation.flatMap((step, index) => [...stepLines(page, `  ${index + 1}. `, step)]),
    ),
    section(
      page,
      head.references,
      rule.references.map((url) => `  ${visibleText(url)}`),
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function textOf({ title, explanation, remediation, chinese }: Rule, language: ReportLanguage): RuleText {
  return language === 'en' ? { title, explanation, remediation } : { explanation, remediation, ...chinese };
}

function section(page: TextPage, heading: string, lines: Iterable<string>): readonly string[] {
  const content = [...lines];
  return content.length === 0 ? [] : [page.ink(heading, 'bold'), ...content];
}

function* headLines(
  page: TextPage,
  rule: Rule,
  title: string,
  head: Readonly<Record<Heading, string>>,
): Iterable<string> {
  yield page.ink(visibleText(rule.id), 'dim');
  yield* prose(page, '', title, 'bold');
  yield '';
  yield* labelled(page, 0, head.severity, `${rule.severity}, ${rule.role}`);
  yield* labelled(page, 0, head.component, rule.component);
  yield* labelled(page, 0, head.about, rule.entity);
  if (rule.applies.size > 0)
    yield* labelled(page, 0, head.applies, [...rule.applies].map((product) => product.join(' ')).join(', '));
  if (rule.aliases.length > 0) yield* labelled(page, 0, head.aliases, rule.aliases.join(', '));
  yield* labelled(page, 0, head.file, rule.file);
}

/** Expressions and patterns are not wrapped: they must stay whole to be copied. */
function* signalLines(page: TextPage, rule: Rule, language: ReportLanguage): Iterable<string> {
  for (const [name, signal] of rule.signals) {
    const { subject, conditions } = signalWords(signal, signalMessagesFor(language));
    const [first = '', ...others] = [...prose(page, '    ', `${name}: ${subject}`)];
    yield `  ${page.ink(`${name}:`, 'cyan')}${first.trimStart().slice(name.length + 1)}`;
    yield* others;
    for (const condition of conditions) yield `    ${visibleText(condition.trim())}`;
  }
}

function* tierLines(page: TextPage, { tiers, also }: Rule): Iterable<string> {
  for (const { confidence, terms } of tiers) {
    yield* prose(page, `  ${confidence.padEnd(8)}`, terms.map((term) => termWords(term)).join(' and '));
  }
  if (also.length > 0) yield* prose(page, `  ${'also'.padEnd(8)}`, also.join(', '));
}

function linkLines(rules: readonly Rule[], language: ReportLanguage): readonly string[] {
  return alignedRows(rules.map((rule) => [`  ${rule.id}`, visibleText(textOf(rule, language).title)]));
}
