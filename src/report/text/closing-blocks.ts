import { WARNINGS } from '../../errors/index.js';
import type { Report } from '../../model/report.js';
import { absorbedText } from '../absorbed-text.js';
import { firstPlace, shortPath } from '../citation-text.js';
import type { FindingGroup } from '../finding-group.js';
import { entitiesText, seenText } from '../group-text.js';
import { decidedText, examinedCounts, formatCount } from '../quantities.js';
import type { ReasonGroup, ReportView } from '../report-view.js';
import { placedWarning } from '../warning-text.js';
import { columns, pad } from '../wrap.js';
import { banner, prose, type TextPage } from './page.js';
import { severityStyle } from './severity-style.js';
import { stepLines } from './steps.js';

const REASONS_SHOWN = 8;
const PARTIAL_REASONS_SHOWN = 4;
const RULES_NAMED = 2;
const WARNINGS_PER_CODE = 3;

function* otherFinding(page: TextPage, group: FindingGroup): Iterable<string> {
  const word = page.messages.severity[group.severity];
  const label = `  ${page.ink(pad(word, 9), severityStyle[group.severity])}`;
  const indent = ' '.repeat(2 + Math.max(9, columns(word)));
  for (const [index, line] of [...prose(page, indent, group.first.title, 'bold')].entries()) {
    yield index === 0 ? label + line.slice(indent.length) : line;
  }
  yield* prose(page, indent, entitiesText(group, page.messages));
  yield* prose(page, indent, seenText(group, page.messages), 'dim');
  const place = firstPlace(group.first.evidence, page.topDirectory);
  if (place !== undefined) yield `${indent}${page.ink(place, 'cyan')}`;
  const [step] = group.first.remediation;
  if (step) yield* stepLines(page, `${indent}→ `, step);
}

/** Findings that no root cause explains: what, where, and the first step. */
export function* othersBlock(page: TextPage, groups: readonly FindingGroup[]): Iterable<string> {
  yield banner(page, page.messages.others(formatCount(groups.length)), '');
  for (const [index, group] of groups.entries()) {
    if (index > 0) yield '';
    yield* otherFinding(page, group);
  }
}

/** What looks like a failure and is none: what, where, and what it explains. */
export function* benignBlock(page: TextPage, groups: readonly FindingGroup[]): Iterable<string> {
  yield banner(page, page.messages.harmless(formatCount(groups.length)), '');
  for (const group of groups) {
    yield* prose(page, '  • ', group.first.title);
    yield* prose(page, '    ', `${entitiesText(group, page.messages)}; ${seenText(group, page.messages)}`, 'dim');
    const absorbed = absorbedText(group, page.messages);
    if (absorbed !== undefined) yield* prose(page, '    ', absorbed);
    const place = firstPlace(group.first.evidence, page.topDirectory);
    if (place !== undefined) yield `    ${page.ink(place, 'cyan')}`;
  }
}

/** What could not be judged, and what only in part, by the reason. */
export function* unknownBlock(page: TextPage, view: ReportView): Iterable<string> {
  const { messages } = page;
  if (view.unknown.length > 0) {
    yield banner(page, messages.unknown(formatCount(rulesIn(view.unknown))), '');
    yield* reasonLines(page, view.unknown, REASONS_SHOWN);
  }
  if (view.partial.length === 0) return;
  if (view.unknown.length > 0) yield '';
  yield banner(page, messages.judgedInPart(formatCount(rulesIn(view.partial))), '');
  yield* reasonLines(page, view.partial, PARTIAL_REASONS_SHOWN);
}

function rulesIn(groups: readonly ReasonGroup[]): number {
  return new Set(groups.flatMap(({ rules }) => rules)).size;
}

function* reasonLines(page: TextPage, groups: readonly ReasonGroup[], most: number): Iterable<string> {
  const { messages } = page;
  const shown = page.details ? groups.length : most;
  for (const { reason, rules } of groups.slice(0, shown)) {
    const which =
      page.details || rules.length <= RULES_NAMED ? rules.join(', ') : messages.rules(formatCount(rules.length));
    yield* prose(page, '  • ', `${reason}: ${which}`);
  }
  const more = rulesIn(groups.slice(shown));
  if (more > 0) yield* prose(page, '  • ', messages.more(messages.rules(formatCount(more))));
}

/** What was not as it should be in the input, by the kind of warning. */
export function* warningsBlock(page: TextPage, view: ReportView, total: number): Iterable<string> {
  const { messages } = page;
  yield banner(page, messages.warnings(formatCount(total)), '');
  for (const group of view.warnings) {
    const { code } = group[0];
    const partial = WARNINGS[code].partial ? ` (${messages.partial})` : '';
    yield `  ${page.ink(`${code}${partial}`, ...(WARNINGS[code].partial ? (['yellow'] as const) : []))}`;
    const shown = page.details ? group.length : WARNINGS_PER_CODE;
    for (const warning of group.slice(0, shown)) {
      const { place, text } = placedWarning(warning);
      yield* prose(page, '    ', text);
      if (place !== undefined) yield `    ${page.ink(shortPath(place, page.topDirectory), 'cyan')}`;
    }
    if (group.length > shown) yield `    ${messages.more(formatCount(group.length - shown))}`;
  }
}

/**
 * How much was examined, and what was left out as harmless.
 * @param showsBenign what is harmless was listed, and nothing was left out
 */
export function* footer(page: TextPage, report: Report, view: ReportView, showsBenign: boolean): Iterable<string> {
  const { messages } = page;
  if (!page.details && view.roots.length + view.others.length > 0) yield* prose(page, '', messages.moreOnDemand, 'dim');
  if (view.benign.length > 0 && !showsBenign) {
    const count = view.benign.reduce((sum, group) => sum + group.count, 0);
    yield* prose(page, '', messages.benign(formatCount(view.benign.length), formatCount(count)), 'dim');
  }
  const { coverage, bundle } = report;
  const decided = decidedText(coverage, messages);
  const tool = `${report.tool.name} ${report.tool.version}`;
  yield* prose(page, '', `${messages.examined(examinedCounts(bundle.stats))} ${decided} ${tool}`, 'dim');
}
