import type { ClusterGraph, GraphCut, GraphLink, GraphThing } from '../../model/graph.js';
import { createInk, type Ink } from '../ink.js';
import type { ReportLanguage } from '../reporter.js';
import { visibleText } from '../visible-text.js';
import { GRAPH_MESSAGES, type GraphMessages } from './graph-messages.js';
import { kindWord, nameWord, stateWord } from './thing-words.js';

/** How a graph is written as a tree. */
export interface GraphTextOptions {
  readonly color: boolean;
  readonly language: ReportLanguage;
  /** Whether every link says where it was read. */
  readonly cite: boolean;
}

/** Longest value of a field beside its place. */
const MAX_VALUE = 80;

/** What hangs on a thing in the tree. */
type Branch =
  | { readonly kind: 'thing' | 'mention'; readonly links: readonly GraphLink[]; readonly thing: GraphThing }
  | { readonly kind: 'cut'; readonly cut: GraphCut };

/** A graph as a tree of lines: each thing once, below the thing from which it was reached; other links as mentions. */
export function* graphText(graph: ClusterGraph, options: GraphTextOptions): Generator<string> {
  const tree = new GraphTree(graph, options);
  const [root] = graph.things;
  if (root !== undefined) yield* tree.lines(root);
  const messages = GRAPH_MESSAGES[options.language];
  const leftOut = graph.cut.reduce((sum, { count }) => sum + count, 0);
  const notes = [
    ...graph.notes.map((note) => messages.note(note)),
    ...(leftOut === 0 ? [] : [messages.leftOut(leftOut, graph.things.length)]),
  ];
  if (notes.length > 0) yield '\n';
  for (const note of notes) yield `${visibleText(note)}\n`;
}

class GraphTree {
  readonly #graph: ClusterGraph;
  readonly #ink: Ink;
  readonly #cite: boolean;
  readonly #messages: GraphMessages;
  readonly #things: ReadonlyMap<string, GraphThing>;
  readonly #linksOf = new Map<string, GraphLink[]>();
  readonly #written = new Set<string>();

  constructor(graph: ClusterGraph, { color, cite, language }: GraphTextOptions) {
    this.#graph = graph;
    this.#ink = createInk(color);
    this.#cite = cite;
    this.#messages = GRAPH_MESSAGES[language];
    this.#things = new Map(graph.things.map((thing) => [thing.id, thing]));
    for (const link of graph.links) {
      for (const end of [link.from, link.to]) this.#linksOf.set(end, [...(this.#linksOf.get(end) ?? []), link]);
    }
  }

  *lines(root: GraphThing): Generator<string> {
    const place = root.path === undefined || !this.#cite ? '' : `  ${this.#placeOfThing(root)}`;
    yield `${this.#thingText(root, true)}${place}\n`;
    yield* this.#below(root, '');
  }

  *#below(thing: GraphThing, indent: string): Generator<string> {
    this.#written.add(thing.id);
    const branches = this.#branchesOf(thing);
    for (const [index, branch] of branches.entries()) {
      const isLast = index === branches.length - 1;
      const inner = `${indent}${isLast ? '   ' : '│  '}`;
      yield `${indent}${isLast ? '└─ ' : '├─ '}${this.#branchText(thing, branch)}\n`;
      if (branch.kind === 'cut') continue;
      const hangs = branch.kind === 'thing' && this.#branchesOf(branch.thing).length > 0;
      for (const link of this.#cite ? branch.links : [])
        yield `${inner}${hangs ? '│  ' : '   '}${this.#ink(evidenceText(link), 'dim')}\n`;
      if (branch.kind === 'thing') yield* this.#below(branch.thing, inner);
    }
  }

  #branchesOf(thing: GraphThing): readonly Branch[] {
    const branches: Branch[] = [];
    const mentions: Branch[] = [];
    for (const [id, links] of this.#linksByOther(thing)) {
      const other = this.#things.get(id);
      if (other === undefined || id === thing.reachedFrom) continue;
      if (other.reachedFrom === thing.id) branches.push({ kind: 'thing', links, thing: other });
      const own = links.filter(({ from }) => from === thing.id);
      if (other.reachedFrom !== thing.id && own.length > 0)
        mentions.push({ kind: 'mention', links: own, thing: other });
    }
    const order = new Map(this.#graph.things.map(({ id }, index) => [id, index]));
    const place = (branch: Branch): number => (branch.kind === 'cut' ? 0 : (order.get(branch.thing.id) ?? 0));
    const cuts = this.#graph.cut.filter(({ at }) => at === thing.id).map((cut): Branch => ({ kind: 'cut', cut }));
    return [...branches.sort((a, b) => place(a) - place(b)), ...mentions, ...cuts];
  }

  #linksByOther(thing: GraphThing): ReadonlyMap<string, readonly GraphLink[]> {
    const byOther = new Map<string, GraphLink[]>();
    for (const link of this.#linksOf.get(thing.id) ?? []) {
      const other = link.from === thing.id ? link.to : link.from;
      byOther.set(other, [...(byOther.get(other) ?? []), link]);
    }
    return byOther;
  }

  #branchText(thing: GraphThing, branch: Branch): string {
    if (branch.kind === 'cut') {
      const { relation, kind, count } = branch.cut;
      return this.#ink(this.#messages.more(relation, count, kindWord(kind)), 'dim');
    }
    const relations = branch.links.map((link) => (link.from === thing.id ? link.relation : link.inverse));
    const relation = this.#ink(relations.join(', '), 'cyan');
    const notes = branch.links
      .map(({ doubt, lastSeen }) => this.#messages.doubt(doubt, lastSeen))
      .filter((words) => words !== '');
    const note = notes.length === 0 ? '' : this.#ink(`  (${notes.join('; ')})`, 'dim');
    if (branch.kind === 'thing') return `${relation} ${this.#thingText(branch.thing, false)}${note}`;
    const where = this.#written.has(branch.thing.id) ? this.#messages.above : this.#messages.below;
    const name = `${kindWord(branch.thing.kind)} ${nameWord(branch.thing)}`;
    return `${relation} ${this.#ink(`${name} (${where})`, 'dim')}${note}`;
  }

  #thingText(thing: GraphThing, isRoot: boolean): string {
    const name = `${kindWord(thing.kind)} ${nameWord(thing)}`;
    const state = stateWord(thing, this.#messages);
    const shown = thing.isUnwell ? this.#ink(`! ${state}`, 'red') : this.#ink(state, 'dim');
    return `${isRoot ? this.#ink(name, 'bold') : name}${state === '' ? '' : `  ${shown}`}`;
  }

  #placeOfThing({ path = '', line }: GraphThing): string {
    return this.#ink(`${visibleText(path)}${line === undefined ? '' : `:${line}`}`, 'dim');
  }
}

/** The place where a link was read, with what stands there. */
function evidenceText({ evidence }: GraphLink): string {
  const place = `${evidence.path}${evidence.line === undefined ? '' : `:${evidence.line}`}`;
  if (evidence.kind === 'log') return visibleText(place);
  const { field, value } = evidence;
  const isShort = value !== undefined && value.length <= MAX_VALUE;
  return visibleText(`${place}${field === undefined ? '' : ` ${field}`}${isShort ? ` = ${value}` : ''}`);
}
