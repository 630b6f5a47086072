import type { ClusterOverview, GraphThing, NodeOverview } from '../../model/graph.js';
import { createInk, type Ink } from '../ink.js';
import { formatCount } from '../quantities.js';
import { visibleText } from '../visible-text.js';
import { columns, pad, wrap } from '../wrap.js';
import { kindWord, nameWord, stateWord } from './thing-words.js';

/** How an overview is written. */
export interface OverviewTextOptions {
  readonly color: boolean;
  readonly width: number;
  /** The bundle as the user gave it, for the commands to go on with. */
  readonly bundleArgument: string;
}

const MAX_NODES = 20;
const MAX_KINDS = 24;

/** A cluster on one page: what there is, the nodes, what is not as it should be, and how to go on. */
export function* overviewText(overview: ClusterOverview, options: OverviewTextOptions): Generator<string> {
  const ink = createInk(options.color);
  yield `${ink(`Cluster in ${visibleText(overview.bundle)}`, 'bold')}\n\n`;
  if (overview.kinds.length === 0 && overview.nodes.length === 0) {
    yield 'The bundle holds no objects that could be drawn.\n';
    return;
  }
  yield* kindLines(overview, options.width);
  yield* nodeLines(overview.nodes, ink);
  yield* unwellLines(overview, ink);
  yield* examples(overview, options.bundleArgument, ink);
}

function* kindLines({ kinds }: ClusterOverview, width: number): Generator<string> {
  const words = kinds
    .slice(0, MAX_KINDS)
    .map(
      ({ kind, count, unwell }) =>
        `${formatCount(count)}\u00a0${kindWord(kind)}${unwell > 0 ? `\u00a0(${formatCount(unwell)}\u00a0!)` : ''}`,
    );
  const more = kinds.length > MAX_KINDS ? [`and ${kinds.length - MAX_KINDS} more kinds`] : [];
  for (const line of wrap([...words, ...more].join(', '), width)) yield `${line.replaceAll('\u00a0', ' ')}\n`;
}

function* nodeLines(nodes: readonly NodeOverview[], ink: Ink): Generator<string> {
  if (nodes.length === 0) return;
  yield `\n${ink('Nodes', 'bold')}\n`;
  const shown = nodes.slice(0, MAX_NODES);
  const names = Math.max(...shown.map(({ thing }) => columns(nameWord(thing))));
  const states = Math.max(...shown.map(({ thing }) => columns(stateText(thing))));
  for (const { thing, pods, vms, engines, replicas } of shown) {
    const counts = [
      [pods, 'pod'],
      [vms, 'VM'],
      [engines, 'engine'],
      [replicas, 'replica'],
    ] as const;
    const carried = counts.flatMap(([count, noun]) =>
      count === 0 ? [] : [`${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`],
    );
    const state = pad(stateText(thing), states);
    yield `  ${pad(nameWord(thing), names)}  ${thing.isUnwell ? ink(state, 'red') : state}  ${carried.join(', ')}`.trimEnd() +
      '\n';
  }
  if (nodes.length > MAX_NODES) yield `  and ${nodes.length - MAX_NODES} more\n`;
}

function stateText(thing: GraphThing): string {
  return `${thing.isUnwell ? '! ' : ''}${stateWord(thing)}`;
}

function* unwellLines({ unwell, unwellLeftOut }: ClusterOverview, ink: Ink): Generator<string> {
  const others = unwell.filter(({ kind }) => kind !== 'Node');
  yield `\n${ink('Stands out', 'bold')}\n`;
  if (others.length === 0) yield '  nothing: no other object says that something is wrong\n';
  for (const thing of others)
    yield `  ${kindWord(thing.kind)} ${nameWord(thing)}  ${ink(`! ${stateWord(thing)}`, 'red')}\n`;
  if (unwellLeftOut > 0) yield `  and ${formatCount(unwellLeftOut)} more\n`;
}

function* examples({ examples: names }: ClusterOverview, bundle: string, ink: Ink): Generator<string> {
  if (names.length === 0) return;
  yield `\n${ink('Go on with', 'bold')}\n`;
  for (const name of names) yield `  bundlescope graph ${shellWord(bundle)} ${shellWord(name)}\n`;
  const [first, second] = names;
  if (first !== undefined && second !== undefined)
    yield `  bundlescope graph ${shellWord(bundle)} ${shellWord(first)} --to ${shellWord(second)}\n`;
}

/** A word that a shell takes as it is, also when the name of a bundle or an object was made to do harm. */
function shellWord(text: string): string {
  const visible = visibleText(text);
  return /^[\w./:@%+=,-]+$/.test(visible) ? visible : `'${visible.replaceAll("'", "'\\''")}'`;
}
