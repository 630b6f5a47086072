import type { BundleSummary, Finding, Report } from '../../model/report.js';
import { nodeStatus, nodesWithUpgrade, productLine, rangeText, takenText, windowText } from '../bundle-facts.js';
import { clockText } from '../clock-text.js';
import type { Messages } from '../messages/index.js';
import { formatCount } from '../quantities.js';
import { upgradeHeadline, upgradeLines } from '../upgrade-story.js';
import { visibleProse } from '../visible-text.js';
import { chopCut, columns, pad } from '../wrap.js';
import { labelled, type TextPage } from './page.js';

/** Nodes listed before the rest is only counted; those that are not as they should be come first. */
const NODES_SHOWN = 12;
/** Gaps named at the top; all are among the findings. */
const GAPS_SHOWN = 3;
const finishedStates = /succeeded/i;

interface NodeRow {
  readonly name: string;
  readonly roles: string;
  readonly status: string;
  readonly upgrade: string;
  readonly kubelet: string;
  readonly calm: boolean;
}

type Column = Exclude<keyof NodeRow, 'calm'>;

/** The kubelet version when all nodes that state one have the same: then it is said once. */
function commonKubelet(bundle: BundleSummary): string | undefined {
  const versions = new Set(bundle.nodes.flatMap((node) => node.kubeletVersion ?? []));
  return versions.size === 1 ? [...versions][0] : undefined;
}

function nodeRows(bundle: BundleSummary, messages: Messages): NodeRow[] {
  const kubeletSaid = commonKubelet(bundle) !== undefined;
  return nodesWithUpgrade(bundle).map(({ node, state }) => ({
    name: visibleProse(node.name),
    roles: visibleProse(node.roles.join(',')),
    status: nodeStatus(node, messages),
    upgrade: visibleProse(state),
    kubelet: kubeletSaid ? '' : visibleProse(node.kubeletVersion ?? ''),
    calm: node.ready !== false && node.unschedulable !== true && (state === '' || finishedStates.test(state)),
  }));
}

/** Columns that say something, without the roles when the others need their room. */
function columnsShown(rows: readonly NodeRow[], heads: Messages['node'], available: number): [Column, number][] {
  const all: readonly Column[] = ['name', 'roles', 'status', 'upgrade', 'kubelet'];
  const used = all.filter((column) => rows.some((row) => row[column] !== ''));
  const layOut = (chosen: readonly Column[]): [Column, number][] =>
    chosen.map((column) => [column, Math.max(...[heads[column], ...rows.map((row) => row[column])].map(columns))]);
  const total = (layout: readonly [Column, number][]): number => layout.reduce((sum, [, width]) => sum + width + 2, -2);
  const full = layOut(used);
  if (total(full) <= available) return full;
  const fewer = layOut(used.filter((column) => column !== 'roles'));
  const most = Math.floor((available + 2) / fewer.length) - 2;
  return total(fewer) <= available ? fewer : fewer.map(([column, width]) => [column, Math.min(width, most)]);
}

function* nodeTable(page: TextPage, bundle: BundleSummary): Iterable<string> {
  const { messages, ink } = page;
  const rows = nodeRows(bundle, messages);
  const inOrder = rows.length > NODES_SHOWN ? [...rows].sort((a, b) => Number(a.calm) - Number(b.calm)) : rows;
  const shown = inOrder.slice(0, NODES_SHOWN);
  const layout = columnsShown(shown, messages.node, page.width - 2);
  const line = (cells: Readonly<Record<Column, string>>): string =>
    `  ${layout.map(([column, width]) => pad(chopCut(cells[column], width, 1)[0] ?? '', width)).join('  ')}`.trimEnd();
  yield ink(line(messages.node), 'dim');
  for (const row of shown) yield row.calm ? line(row) : ink(line(row), 'yellow');
  if (rows.length > shown.length) yield `  ${messages.more(formatCount(rows.length - shown.length))}`;
}

/** What the bundle is: name, time, products, the upgrade, the nodes, and what is missing in it. */
export function* headerBlock(page: TextPage, report: Report, gaps: readonly Finding[]): Iterable<string> {
  const { bundle } = report;
  const { messages } = page;
  yield* labelled(page, 0, messages.bundle, `${bundle.name} (${bundle.layout})`);
  yield* labelled(page, 0, messages.taken, takenText(report, messages));
  const range = rangeText(report, messages);
  if (range !== undefined) yield* labelled(page, 0, messages.evidenceTime, range);
  yield* labelled(page, 0, messages.products, productLine(bundle, messages));
  if (bundle.upgrade !== undefined && bundle.upgrade.kind !== 'kubelets') {
    yield* labelled(page, 0, messages.upgrade, upgradeHeadline(bundle.upgrade, messages));
    for (const line of upgradeLines(bundle.upgrade, messages)) yield* labelled(page, 0, '', line);
  }
  const window = windowText(report, messages);
  if (window !== undefined) yield* labelled(page, 0, messages.window, window);
  for (const clock of report.clocks ?? []) yield* labelled(page, 0, messages.clocks, clockText(clock, messages));
  const nodes = nodesWithUpgrade(bundle);
  const kubelet = commonKubelet(bundle);
  const count = `${formatCount(nodes.length)}${kubelet === undefined ? '' : `, kubelet ${kubelet}`}`;
  yield* labelled(page, 0, messages.nodes, nodes.length === 0 ? messages.nodesUnknown : count);
  if (nodes.length > 0) yield* nodeTable(page, bundle);
  for (const [index, { title }] of gaps.slice(0, GAPS_SHOWN).entries())
    yield* labelled(page, 0, index === 0 ? messages.gaps : '', title);
  if (page.topDirectory !== '') yield* labelled(page, 0, messages.paths, messages.pathsBelow);
}
