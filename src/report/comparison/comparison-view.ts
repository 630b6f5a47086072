import { CHANGE_EFFECTS, type Comparison, type FindingState } from '../../model/comparison.js';
import { type Messages, messagesFor } from '../messages/index.js';
import { formatCount } from '../quantities.js';
import type { ReportLanguage } from '../reporter.js';
import { changeSection } from './change-section.js';
import { comparisonEn } from './comparison-en.js';
import { alertsOf, headerFacts } from './comparison-header.js';
import type { ComparisonMessages } from './comparison-messages.js';
import { comparisonZh } from './comparison-zh.js';
import { findingSection } from './finding-section.js';
import { notComparedSection } from './not-compared-section.js';
import { createPlaces } from './places.js';
import type { Section, ViewContext } from './section.js';

/** A comparison arranged for people, whatever the format. */
export interface ComparisonView {
  readonly words: Messages;
  readonly messages: ComparisonMessages;
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** What makes the comparison doubtful. */
  readonly alerts: readonly string[];
  readonly noDifferences: boolean;
  /** What changed, in numbers. */
  readonly short: readonly string[];
  readonly sections: readonly Section[];
  readonly closing: readonly string[];
}

const CATALOGUES: Readonly<Record<ReportLanguage, ComparisonMessages>> = { en: comparisonEn, zh: comparisonZh };

/** Arranges a comparison: what is new and what broke first, then what mended, came and went, then versions and settings. */
export function viewOfComparison(comparison: Comparison, language: ReportLanguage, unfolded: boolean): ComparisonView {
  const context: ViewContext = {
    comparison,
    messages: CATALOGUES[language],
    words: messagesFor(language),
    language,
    places: createPlaces(comparison),
    unfolded,
  };
  const { counts } = comparison;
  const [broke, mended, ...others] = CHANGE_EFFECTS.map((effect) => changeSection(context, effect));
  const sections = [
    findingSection(context, 'new'),
    broke,
    findingSection(context, 'unjudged'),
    mended,
    findingSection(context, 'gone'),
    ...others,
    findingSection(context, 'persists'),
    notComparedSection(context),
  ];
  const { messages, words } = context;
  return {
    words,
    messages,
    facts: headerFacts(context),
    alerts: alertsOf(context),
    noDifferences: isWithoutDifferences(comparison),
    short: shortLines(context),
    sections: sections.filter((section) => section !== undefined),
    closing: [
      messages.compared(formatCount(counts.unchanged), comparison.kinds?.join(', ')),
      ...(comparison.old.warnings.length + comparison.new.warnings.length === 0
        ? []
        : [
            messages.warnings(formatCount(comparison.old.warnings.length), formatCount(comparison.new.warnings.length)),
          ]),
    ],
  };
}

function isWithoutDifferences({ counts, products, findings }: Comparison): boolean {
  const { objects, findings: states } = counts;
  return (
    Object.values(objects).every((count) => count === 0) &&
    products.length === 0 &&
    states.new + states.gone + states.unjudged === 0 &&
    findings.every(
      ({ old, new: current }) => old?.severity === current?.severity && old?.confidence === current?.confidence,
    )
  );
}

function shortLines({ comparison, messages }: ViewContext): readonly string[] {
  const { counts, findings } = comparison;
  const roots = findings.filter(({ state, new: current }) => state === 'new' && current?.isRootCause === true).length;
  const states: readonly FindingState[] = ['new', 'gone', 'persists', 'unjudged'];
  const findingParts = states
    .filter((state) => counts.findings[state] > 0)
    .map((state) => {
      const part = messages.countedFindings[state](formatCount(counts.findings[state]));
      return state === 'new' && roots > 0 ? `${part} (${messages.countedRoots(formatCount(roots))})` : part;
    });
  const objectParts = CHANGE_EFFECTS.filter((effect) => counts.objects[effect] > 0).map((effect) =>
    messages.counted[effect](formatCount(counts.objects[effect])),
  );
  return [
    ...(findingParts.length === 0 ? [] : [messages.findingsPart(findingParts.join(', '))]),
    ...(objectParts.length === 0 ? [] : [messages.objectsPart(objectParts.join(', '))]),
  ];
}
