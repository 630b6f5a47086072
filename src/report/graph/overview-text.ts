import type { ClusterOverview, GraphThing, NodeOverview } from '../../model/graph.js';
import { createInk, type Ink } from '../ink.js';
import { formatCount } from '../quantities.js';
import type { ReportLanguage } from '../reporter.js';
import { visibleText } from '../visible-text.js';
import { columns, pad, wrap } from '../wrap.js';
import { GRAPH_MESSAGES, type GraphMessages } from './graph-messages.js';
import { kindWord, nameWord, stateWord } from './thing-words.js';

/** How an overview is written. */
export interface OverviewTextOptions {
  readonly color: boolean;
  readonly width: number;
  readonly language: ReportLanguage;
  /** The bundle as the user gave it, for the commands to go on with. */
  readonly bundleArgument: string;
}

const MAX_NODES = 20;
const MAX_KINDS = 24;

/** A cluster on one page: what there is, the nodes, what is not as it should be, and how to go on. */
export function* overviewText(overview: ClusterOverview, options: OverviewTextOptions): Generator<string> {
  const page = { ink: createInk(options.color), messages: GRAPH_MESSAGES[options.language] };
  const { ink, messages } = page;
  yield `${ink(messages.clusterIn(visibleText(overview.bundle)), 'bold')}\n\n`;
  if (overview.kinds.length === 0 && overview.nodes.length === 0) {
    yield `${messages.nothingToDraw}\n`;
    return;
  }
  yield* kindLines(overview, options.width, messages);
  yield* nodeLines(overview.nodes, page);
  yield* unwellLines(overview, page);
  yield* examples(overview, options.bundleArgument, page);
}

/** What the parts of the page are written with. */
interface Page {
  readonly ink: Ink;
  readonly messages: GraphMessages;
}

function* kindLines({ kinds }: ClusterOverview, width: number, messages: GraphMessages): Generator<string> {
  const words = kinds
    .slice(0, MAX_KINDS)
    .map(
      ({ kind, count, unwell }) =>
        `${formatCount(count)}\u00a0${kindWord(kind)}${unwell > 0 ? `\u00a0(${formatCount(unwell)}\u00a0!)` : ''}`,
    );
  const more = kinds.length > MAX_KINDS ? [messages.andMoreKinds(kinds.length - MAX_KINDS)] : [];
  for (const line of wrap([...words, ...more].join(', '), width)) yield `${line.replaceAll('\u00a0', ' ')}\n`;
}

function* nodeLines(nodes: readonly NodeOverview[], { ink, messages }: Page): Generator<string> {
  if (nodes.length === 0) return;
  yield `\n${ink(messages.nodes, 'bold')}\n`;
  const shown = nodes.slice(0, MAX_NODES);
  const names = Math.max(...shown.map(({ thing }) => columns(nameWord(thing))));
  const states = Math.max(...shown.map(({ thing }) => columns(stateText(thing, messages))));
  for (const { thing, pods, vms, engines, replicas } of shown) {
    const state = pad(stateText(thing, messages), states);
    const carried = messages.carried(pods, vms, engines, replicas);
    const line = `  ${pad(nameWord(thing), names)}  ${thing.isUnwell ? ink(state, 'red') : state}  ${carried}`;
    yield `${line.trimEnd()}\n`;
  }
  if (nodes.length > MAX_NODES) yield `  ${messages.andMore(nodes.length - MAX_NODES)}\n`;
}

function stateText(thing: GraphThing, messages: GraphMessages): string {
  return `${thing.isUnwell ? '! ' : ''}${stateWord(thing, messages)}`;
}

function* unwellLines({ unwell, unwellLeftOut }: ClusterOverview, { ink, messages }: Page): Generator<string> {
  const others = unwell.filter(({ kind }) => kind !== 'Node');
  yield `\n${ink(messages.standsOut, 'bold')}\n`;
  if (others.length === 0) yield `  ${messages.nothingStandsOut}\n`;
  for (const thing of others)
    yield `  ${kindWord(thing.kind)} ${nameWord(thing)}  ${ink(stateText(thing, messages), 'red')}\n`;
  if (unwellLeftOut > 0) yield `  ${messages.andMore(unwellLeftOut)}\n`;
}

function* examples({ examples: names }: ClusterOverview, bundle: string, { ink, messages }: Page): Generator<string> {
  if (names.length === 0) return;
  yield `\n${ink(messages.goOnWith, 'bold')}\n`;
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
