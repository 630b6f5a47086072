import type { BundleSummary, NodeSummary, Report } from '../model/report.js';
import type { Messages } from './messages/index.js';
import { formatSeen, formatTime } from './quantities.js';

/** A node as `kubectl get nodes` tells it: `Ready, cordoned`. */
export function nodeStatus(node: NodeSummary, messages: Messages): string {
  const ready = node.ready === undefined ? messages.readyUnknown : node.ready ? messages.ready : messages.notReady;
  return node.unschedulable === true ? `${ready}, ${messages.cordoned}` : ready;
}

/** Products on one line: `Harvester v1.4.1, Longhorn v1.7.2`. */
export function productLine(bundle: BundleSummary, messages: Messages): string {
  if (bundle.products.length === 0) return messages.productsUnknown;
  return bundle.products.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`)).join(', ');
}

/** Nodes with the state the upgrade gives them; a node that only the upgrade knows is listed too. */
export function nodesWithUpgrade(bundle: BundleSummary): { readonly node: NodeSummary; readonly state: string }[] {
  // What the kubelets run has a column of its own.
  const upgrade = bundle.upgrade?.kind === 'kubelets' ? undefined : bundle.upgrade;
  const states = new Map(upgrade?.nodes.map(({ name, state }) => [name, state]));
  const names = new Set(bundle.nodes.map((node) => node.name));
  const extra = [...states.keys()].filter((name) => !names.has(name)).map((name) => ({ name, roles: [] }));
  return [...bundle.nodes, ...extra].map((node) => ({ node, state: states.get(node.name) ?? '' }));
}

/** Whether the time of a bundle is nowhere stated. */
export function isTimeEstimated({ warnings }: Pick<Report, 'warnings'>): boolean {
  return warnings.some(({ code }) => code === 'time-unknown');
}

/** When a bundle was taken, and whether that is only an estimate. */
export function takenText(
  { bundle, warnings }: { readonly bundle: { readonly createdAt?: string }; readonly warnings: Report['warnings'] },
  messages: Messages,
): string {
  if (bundle.createdAt === undefined) return messages.takenUnknown;
  const taken = `${formatTime(bundle.createdAt)} UTC`;
  return isTimeEstimated({ warnings }) ? messages.takenEstimated(taken) : taken;
}

/** Of what time lines and events are evidence; undefined when all are. */
export function rangeText({ range }: Report, messages: Messages): string | undefined {
  if (range === undefined) return undefined;
  const [since, until] = [range.since, range.until].map((time) => (time === undefined ? undefined : formatTime(time)));
  return messages.onlyBetween(since, until);
}

/** When the incident took place; undefined when nothing was found whose time one could ask for. */
export function windowText({ window, findings }: Report, messages: Messages): string | undefined {
  if (window !== undefined) return formatSeen(window.from, window.to, messages);
  const isTroubled = findings.some(({ role, severity }) => role !== 'benign' && role !== 'risk' && severity !== 'info');
  return isTroubled ? messages.windowUnknown : undefined;
}
