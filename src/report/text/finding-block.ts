import { type Finding, findingsOfRoot, type PossibleCause, type Report, type RootCause } from '../../model/report.js';
import { absorbedText } from '../absorbed-text.js';
import { confidenceText } from '../confidence-text.js';
import { entityLabel, groupByRule } from '../finding-group.js';
import { seenText } from '../group-text.js';
import { openQuestions } from '../possible-causes.js';
import { visibleText } from '../visible-text.js';
import { citationLines } from './evidence-lines.js';
import { banner, labelled, prose, type TextPage } from './page.js';
import { severityStyle } from './severity-style.js';
import { stepLines } from './steps.js';

/** Lines that an excerpt may take: all that a citation holds, on a page of the usual width. */
const EXCERPT_ROWS = 20;

/** Members of a finding that have a place of their own on the page. */
const PLACED: ReadonlySet<string> = new Set<keyof Finding>([
  'id',
  'rule',
  'title',
  'component',
  'severity',
  'role',
  'confidence',
  'entity',
  'bindings',
  'firstSeen',
  'lastSeen',
  'count',
  'evidence',
  'explanation',
  'remediation',
  'references',
  'causedBy',
  'leadsTo',
  'reasons',
  'alternativeCauses',
  'absorbed',
]);

/** What findings are told with: the others of the report, and why some of them are root causes. */
export interface FindingContext {
  readonly byId: ReadonlyMap<string, Finding>;
  readonly rootCauses: readonly RootCause[];
  /** Failures without a known cause, by their finding. */
  readonly unexplained: ReadonlyMap<string, readonly PossibleCause[]>;
}

/** The context that a report gives its findings. */
export function contextOf({ findings, diagnosis }: Report): FindingContext {
  return {
    byId: new Map(findings.map((finding) => [finding.id, finding])),
    rootCauses: diagnosis.rootCauses,
    unexplained: new Map((diagnosis.unexplained ?? []).map((item) => [item.finding, item.possibleCauses])),
  };
}

/** Everything that a report holds on one finding. */
export function* findingBlock(
  page: TextPage,
  finding: Finding,
  { byId, rootCauses, unexplained }: FindingContext,
): Iterable<string> {
  const { messages, ink } = page;
  yield banner(page, visibleText(finding.id), messages.severity[finding.severity], severityStyle[finding.severity]);
  yield* prose(page, '', finding.title, 'bold');
  yield '';
  yield* facts(page, finding, rootCauses.find((root) => findingsOfRoot(root).includes(finding.id))?.why);
  yield '';
  yield* prose(page, '  ', finding.explanation);
  yield* section(page, messages.bindings, bindingLines(page, finding));
  yield* section(page, messages.causes, causes(page, finding, byId));
  yield* section(
    page,
    messages.wouldSettle,
    openQuestions(unexplained.get(finding.id) ?? [], messages, page.topDirectory).flatMap((text) => [
      ...prose(page, '    • ', text),
    ]),
  );
  yield* section(page, messages.consequences, links(page, finding.leadsTo, byId));
  yield* section(
    page,
    messages.evidence,
    finding.evidence.flatMap((citation) => [...citationLines(page, '    ', citation, EXCERPT_ROWS)]),
  );
  yield* section(
    page,
    messages.steps,
    finding.remediation.flatMap((step, index) => [...stepLines(page, `    ${index + 1}. `, step)]),
  );
  yield* section(
    page,
    messages.references,
    finding.references.map((url) => `    ${ink(visibleText(url), 'cyan')}`),
  );
}

function* section(page: TextPage, title: string, lines: Iterable<string>): Iterable<string> {
  const content = [...lines];
  if (content.length === 0) return;
  yield '';
  yield `  ${page.ink(title, 'bold')}`;
  yield* content;
}

function* facts(page: TextPage, finding: Finding, why: string | undefined): Iterable<string> {
  const { messages } = page;
  yield* labelled(page, 2, messages.rule, `${finding.rule} (${finding.component})`);
  yield* labelled(page, 2, messages.role, messages.roles[finding.role]);
  yield* labelled(page, 2, messages.entity, entityLabel(finding.entity));
  for (const group of groupByRule([finding])) yield* labelled(page, 2, messages.seen, seenText(group, messages));
  yield* labelled(
    page,
    2,
    messages.confidenceLabel,
    confidenceText(finding.confidence, finding, messages, Number.POSITIVE_INFINITY),
  );
  for (const { signal, missing } of finding.reasons ?? [])
    if (missing !== undefined) yield* labelled(page, 2, '', `${signal}: ${missing}`);
  if (why !== undefined) yield* labelled(page, 2, messages.why, why);
  const absorbed = absorbedText({ findings: [finding] }, messages, Number.POSITIVE_INFINITY);
  if (absorbed !== undefined) yield* labelled(page, 2, '', absorbed);
  for (const [name, text] of others(finding)) yield* labelled(page, 2, name, text);
}

/** What else the report says of it in plain words, by the name that the JSON report gives it. */
function others(finding: Finding): readonly (readonly [string, string])[] {
  return Object.entries(finding).flatMap(([name, value]: [string, unknown]): [string, string][] => {
    if (PLACED.has(name)) return [];
    const texts = (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
    return texts.length === 0 ? [] : [[name, texts.join('; ')]];
  });
}

function* bindingLines(page: TextPage, { bindings }: Finding): Iterable<string> {
  for (const [name, value] of Object.entries(bindings)) {
    yield* prose(page, '    ', `${name}: ${typeof value === 'string' ? value : value.join(', ')}`);
  }
}

/** Its causes; of those that are less likely why they are. */
function* causes(page: TextPage, finding: Finding, byId: ReadonlyMap<string, Finding>): Iterable<string> {
  const whyLess = new Map((finding.alternativeCauses ?? []).map((cause) => [cause.finding, cause.why]));
  for (const id of finding.causedBy) {
    yield* links(page, [id], byId);
    const why = whyLess.get(id);
    if (why !== undefined) yield* prose(page, '      ', why);
  }
}

function* links(page: TextPage, ids: readonly string[], byId: ReadonlyMap<string, Finding>): Iterable<string> {
  for (const id of ids) {
    yield* prose(page, '    → ', byId.get(id)?.title ?? id);
    yield `      ${page.ink(visibleText(id), 'dim')}`;
  }
}
