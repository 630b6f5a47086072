import type { ComparedBundle } from '../../model/comparison.js';
import { isTimeEstimated, nodeStatus, takenText } from '../bundle-facts.js';
import { formatCount } from '../quantities.js';
import { upgradePhase } from '../upgrade-story.js';
import type { ViewContext } from './section.js';
import { timeSpan } from './time-span.js';

/** Node names said before the rest is only counted. */
const NODES_NAMED = 6;

/** By how many seconds a time that is estimated from heartbeats may be wrong: nodes report every five minutes. */
const ESTIMATE_TOLERANCE = 600;

/** What the two bundles are, and what changed of the cluster as a whole. */
export function headerFacts(context: ViewContext): readonly (readonly [string, string])[] {
  const { comparison, messages } = context;
  const { old, new: current, kinds } = comparison;
  return [
    [messages.side.old, bundleText(context, old)],
    [messages.side.new, [bundleText(context, current), intervalText(context)].filter((part) => part !== '').join(', ')],
    [messages.cluster, clusterText(context)],
    [messages.products, productsText(context)],
    ...(old.upgrade === undefined && current.upgrade === undefined
      ? []
      : [[messages.upgrade, upgradeText(context)] as const]),
    [messages.nodes, nodesText(context)],
    ...(kinds === undefined ? [] : [[messages.only, kinds.join(', ')] as const]),
  ];
}

/** What makes the comparison doubtful. */
export function alertsOf({ comparison, messages, language }: ViewContext): readonly string[] {
  const { seconds, cluster, old, new: newer } = comparison;
  const tolerance = isTimeEstimated(old) || isTimeEstimated(newer) ? ESTIMATE_TOLERANCE : 0;
  const differing = cluster.signs
    .filter(({ agrees }) => !agrees)
    .map(({ sign, old, new: current }) => messages.differs(sign, old, current));
  return [
    ...(differing.length === 0
      ? []
      : [[cluster.verdict === 'different' ? messages.nothingInCommon : messages.doubtful, ...differing].join(' ')]),
    ...(seconds !== undefined && seconds < -tolerance ? [messages.swapped(timeSpan(seconds, language))] : []),
  ];
}

function bundleText({ messages, words }: ViewContext, bundle: ComparedBundle): string {
  const { name, layout, createdAt, warnings } = bundle;
  return `${name} (${layout}), ${createdAt === undefined ? messages.takenUnknown : takenText({ bundle, warnings }, words)}`;
}

function intervalText({ comparison: { seconds }, messages, language }: ViewContext): string {
  if (seconds === undefined || seconds < 0) return '';
  return seconds === 0 ? messages.sameTime : messages.later(timeSpan(seconds, language));
}

function clusterText({ comparison: { cluster }, messages }: ViewContext): string {
  if (cluster.verdict === 'different') return messages.otherCluster;
  const [first] = cluster.signs;
  return first === undefined ? messages.unknownCluster : messages.sameCluster(first.sign);
}

function productsText({ comparison: { products, new: current }, messages, words }: ViewContext): string {
  const versions = current.products.map(({ name, version }) => (version === undefined ? name : `${name} ${version}`));
  if (products.length === 0)
    return versions.length === 0 ? words.productsUnknown : `${versions.join(', ')} (${messages.asBefore})`;
  const changed = products.map(
    ({ name, old, new: after }) => `${name} ${old ?? messages.none} → ${after ?? messages.none}`,
  );
  const others = current.products.filter(({ name }) => !products.some((change) => change.name === name)).length;
  return [...changed, ...(others === 0 ? [] : [messages.othersAsBefore(formatCount(others))])].join(', ');
}

function upgradeText({ comparison: { old, new: current }, messages }: ViewContext): string {
  const [before, after] = [old.upgrade, current.upgrade].map((upgrade) =>
    upgrade === undefined ? messages.none : upgradePhase(upgrade),
  );
  return before === after ? `${before} (${messages.asBefore})` : messages.wasAndIs(before ?? '', after ?? '');
}

function nodesText({ comparison: { old, new: current }, messages, words }: ViewContext): string {
  if (current.nodes.length === 0 && old.nodes.length === 0) return words.nodesUnknown;
  const before = new Map(old.nodes.map((node) => [node.name, nodeStatus(node, words)]));
  const after = new Map(current.nodes.map((node) => [node.name, nodeStatus(node, words)]));
  const went = [...before.keys()].filter((name) => !after.has(name));
  const came = [...after.keys()].filter((name) => !before.has(name));
  const changed = [...after].flatMap(([name, status]) => {
    const earlier = before.get(name);
    return earlier === undefined || earlier === status ? [] : [`${name} ${earlier} → ${status}`];
  });
  const counts = [formatCount(before.size), formatCount(after.size)];
  const parts = [
    before.size === after.size ? (counts[1] ?? '') : counts.join(' → '),
    // A bundle without any has not listed them.
    ...(went.length > 0 && after.size > 0 ? [messages.wentNodes(named(went))] : []),
    ...(came.length > 0 && before.size > 0 ? [messages.cameNodes(named(came))] : []),
    ...(changed.length > 0 ? [named(changed)] : []),
  ];
  return parts.length === 1 && before.size === after.size ? `${parts[0]} (${messages.asBefore})` : parts.join('; ');
}

function named(texts: readonly string[]): string {
  const more = texts.length - NODES_NAMED;
  return texts.slice(0, NODES_NAMED).join(', ') + (more > 0 ? `, … (${formatCount(texts.length)})` : '');
}
