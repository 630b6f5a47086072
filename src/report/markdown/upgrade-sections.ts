import type { Citation } from '../../model/citation.js';
import type { Report, UpgradeSummary } from '../../model/report.js';
import { citationPlace, citationText } from '../citation-text.js';
import type { Messages } from '../messages/index.js';
import { upgradeLines } from '../upgrade-story.js';
import { inlineCode, inlineText } from './markdown-escape.js';
import { details } from './root-sections.js';

const CITATIONS_SHOWN = 20;

/** What each node of an upgrade is at, and, to unfold, where that is stated; nothing for an upgrade that is over. */
export function* upgradeSections(
  { bundle: { upgrade } }: Report,
  topDirectory: string,
  messages: Messages,
): Iterable<readonly string[]> {
  const lines = upgrade === undefined ? [] : upgradeLines(upgrade, messages);
  if (upgrade === undefined || lines.length === 0) return;
  yield lines.map((line) => `- ${inlineText(line)}`);
  yield details(
    messages.upgradeEvidence,
    citationsOf(upgrade)
      .slice(0, CITATIONS_SHOWN)
      .map((citation) => `- ${placed(citation, topDirectory, messages)}`),
  );
}

function placed(citation: Citation, topDirectory: string, messages: Messages): string {
  if (citation.kind === 'absence') return inlineText(messages.absent(citation.what));
  return `${inlineCode(citationPlace(citation, topDirectory))}: ${inlineText(citationText(citation))}`;
}

/** Each place once, the phase first, then node by node. */
function citationsOf(upgrade: UpgradeSummary): readonly Citation[] {
  const steps = [upgrade, ...upgrade.nodes, ...(upgrade.unfinished ?? [])];
  const citations = steps.flatMap(({ evidence = [] }) => evidence.map(({ citation }) => citation));
  return [...new Map(citations.map((citation) => [JSON.stringify(citation), citation])).values()];
}
