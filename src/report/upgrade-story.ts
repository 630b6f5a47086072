import type { UnfinishedUpgrade, UpgradeNode, UpgradeStep, UpgradeSummary } from '../model/report.js';
import type { Messages } from './messages/index.js';
import { formatCount, formatDuration, formatTime } from './quantities.js';
import { visibleProse } from './visible-text.js';

/** Lines about nodes before the rest is only counted. */
const LINES_SHOWN = 8;
/** Nodes named in one line. */
const NODES_NAMED = 4;
/** A quotation of a job or a drain may be long. */
const WAIT_LENGTH = 200;
/** States in which nothing more happens to a node. */
const DONE: ReadonlySet<string> = new Set(['Succeeded', 'Applied']);

/** The upgrade on one line: `hvst-upgrade-x, v1.4.1 → v1.4.2, UpgradingNodes for 4 h 18 min`. */
export function upgradeHeadline(upgrade: UpgradeSummary, messages: Messages): string {
  const duration = upgrade.seconds === undefined ? undefined : formatDuration(upgrade.seconds, messages);
  const phase =
    duration === undefined
      ? upgrade.phase
      : upgrade.running === false
        ? messages.endedAgo(upgrade.phase, duration)
        : messages.stateFor(upgrade.phase, duration);
  return [nameAndVersions(upgrade), [phase, ...partsOf(upgrade, messages)].join('; ')].join(', ');
}

/** `name, v1.4.1 → v1.4.2, Succeeded`. */
export function upgradePhase(upgrade: UpgradeSummary): string {
  return `${nameAndVersions(upgrade)}, ${upgrade.phase}`;
}

/**
 * What the nodes are at, and what an earlier upgrade left behind, each on one line. Nodes that are at the same are told together, those
 * that are done come last, and of many lines the rest is counted. No lines for an upgrade that is over on all nodes.
 */
export function upgradeLines(upgrade: UpgradeSummary, messages: Messages): readonly string[] {
  const isOver = upgrade.running === false && upgrade.nodes.every(({ state }) => DONE.has(state));
  // The bare states stand in the table of the nodes.
  const saysMore = upgrade.nodes.some((node) => node.since !== undefined || partsOf(node, messages).length > 0);
  if (isOver || !(saysMore || (upgrade.unfinished ?? []).length > 0)) return [];
  const groups = grouped(upgrade.nodes.map((node) => withoutSaid(node, upgrade))).sort(
    (a, b) => placeOf(a[0]) - placeOf(b[0]),
  );
  const lines = groups.slice(0, LINES_SHOWN).map((nodes) => nodeLine(nodes, messages));
  const more = groups.slice(LINES_SHOWN).reduce((sum, nodes) => sum + nodes.length, 0);
  return [
    ...lines,
    ...(more === 0 ? [] : [messages.moreNodes(formatCount(more))]),
    ...(upgrade.unfinished ?? []).slice(-2).map((unfinished) => unfinishedLine(unfinished, messages)),
  ];
}

type Nodes = readonly [UpgradeNode, ...UpgradeNode[]];

/** A node without the findings that the headline names already. */
function withoutSaid(node: UpgradeNode, { blockedBy }: UpgradeSummary): UpgradeNode {
  if (blockedBy === undefined || node.blockedBy?.join() !== blockedBy.join()) return node;
  const { blockedBy: _said, ...rest } = node;
  return rest;
}

/** Nodes in one state that wait for the same. */
function grouped(nodes: readonly UpgradeNode[]): Nodes[] {
  const groups = new Map<string, [UpgradeNode, ...UpgradeNode[]]>();
  for (const node of nodes) {
    const key = JSON.stringify([node.state, node.actor, node.waitsFor, node.blockedBy]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [node]);
    else group.push(node);
  }
  return [...groups.values()];
}

/** Who is at work, or held up, comes first; who waits for others next; who is done last. */
function placeOf({ state, actor, blockedBy }: UpgradeNode): number {
  if (actor !== undefined || blockedBy !== undefined) return 0;
  return DONE.has(state) ? 2 : 1;
}

function nodeLine(nodes: Nodes, messages: Messages): string {
  const [first] = nodes;
  const isOneTime = first.seconds !== undefined && nodes.every(({ since }) => since === first.since);
  const isDone = DONE.has(first.state) && first.waitsFor === undefined;
  const state =
    isOneTime && !isDone ? messages.stateFor(first.state, formatDuration(first.seconds, messages)) : first.state;
  return `${namesOf(nodes, messages)}: ${[state, ...partsOf(first, messages)].join('; ')}`;
}

function partsOf({ actor, waitsFor, blockedBy }: UpgradeStep, messages: Messages): readonly string[] {
  return [
    ...(actor === undefined ? [] : [messages.actsNext(messages.upgradeActor[actor])]),
    ...(waitsFor === undefined ? [] : [messages.waitsFor(cut(visibleProse(waitsFor)))]),
    ...(blockedBy === undefined ? [] : [messages.heldUpBy(blockedBy.join(', '))]),
  ];
}

function cut(text: string): string {
  return text.length <= WAIT_LENGTH ? text.replace(/[.\s]+$/, '') : `${text.slice(0, WAIT_LENGTH)}…`;
}

function namesOf(nodes: readonly UpgradeNode[], messages: Messages): string {
  const named = nodes.slice(0, NODES_NAMED).map(({ name }) => name);
  const more = nodes.length - named.length;
  return [...named, ...(more > 0 ? [messages.more(formatCount(more))] : [])].join(', ');
}

function unfinishedLine(upgrade: UnfinishedUpgrade, messages: Messages): string {
  const groups = grouped(upgrade.nodes);
  const nodes = groups.map((members) => messages.nodeStates(namesOf(members, messages), members[0].state));
  const begun = upgrade.startedAt === undefined ? [] : [messages.begun(formatTime(upgrade.startedAt))];
  const what = [nameAndVersions(upgrade), upgrade.phase, ...begun].join(', ');
  return messages.unfinishedUpgrade(what, nodes.join('; '));
}

function nameAndVersions({ name, from, to }: Pick<UpgradeSummary, 'name' | 'from' | 'to'>): string {
  const versions = [from, to].filter((version) => version !== undefined).join(' → ');
  return versions === '' ? name : `${name}, ${versions}`;
}
