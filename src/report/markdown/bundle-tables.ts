import type { BundleSummary, Finding, Report } from '../../model/report.js';
import { nodeStatus, nodesWithUpgrade, productLine, rangeText, takenText, windowText } from '../bundle-facts.js';
import { clockText } from '../clock-text.js';
import type { Messages } from '../messages/index.js';
import { formatCount } from '../quantities.js';
import { upgradeHeadline } from '../upgrade-story.js';
import { codeCell, inlineText } from './markdown-escape.js';

const NODES_SHOWN = 20;
const GAPS_SHOWN = 3;

/** Rows of a table, their cells already made safe. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

/** What the bundle is and what is missing in it, as a table of two columns. */
export function bundleTable(report: Report, gaps: readonly Finding[], messages: Messages): string[] {
  const { bundle } = report;
  const window = windowText(report, messages);
  const range = rangeText(report, messages);
  const rows = [
    [messages.taken, inlineText(takenText(report, messages))],
    ...(range === undefined ? [] : [[messages.evidenceTime, inlineText(range)]]),
    [messages.products, inlineText(productLine(bundle, messages))],
    ...(bundle.upgrade !== undefined && bundle.upgrade.kind !== 'kubelets'
      ? [[messages.upgrade, inlineText(upgradeHeadline(bundle.upgrade, messages))]]
      : []),
    ...(window === undefined ? [] : [[messages.window, inlineText(window)]]),
    ...(report.clocks ?? []).map((clock) => [messages.clocks, inlineText(clockText(clock, messages))]),
    ...gaps.slice(0, GAPS_SHOWN).map(({ title }) => [messages.gaps, inlineText(title)]),
  ];
  return table([messages.bundle, `${codeCell(bundle.name)} (${inlineText(bundle.layout)})`], rows);
}

/** The nodes, with the state the upgrade gives them; no lines when none is known. */
export function nodeTable(bundle: BundleSummary, messages: Messages): string[] {
  const nodes = nodesWithUpgrade(bundle);
  if (nodes.length === 0) return [];
  const labels = messages.node;
  const upgrading = bundle.upgrade !== undefined && bundle.upgrade.kind !== 'kubelets';
  const rows = nodes
    .slice(0, NODES_SHOWN)
    .map(({ node, state }) => [
      codeCell(node.name),
      inlineText(node.roles.join(', ')),
      nodeStatus(node, messages),
      inlineText(node.kubeletVersion ?? ''),
      ...(upgrading ? [inlineText(state)] : []),
    ]);
  const head = [labels.name, labels.roles, labels.status, labels.kubelet, ...(upgrading ? [labels.upgrade] : [])];
  const more = nodes.length - NODES_SHOWN;
  return [...table(head, rows), ...(more > 0 ? ['', messages.more(formatCount(more))] : [])];
}
