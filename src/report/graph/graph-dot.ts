import type { ClusterGraph, GraphThing } from '../../model/graph.js';
import type { ReportLanguage } from '../reporter.js';
import { visibleText } from '../visible-text.js';
import { GRAPH_MESSAGES, type GraphMessages } from './graph-messages.js';
import { kindWord, nameWord, stateWord } from './thing-words.js';

/** A graph in the DOT language of Graphviz: `dot -Tsvg`. */
export function* graphDot(graph: ClusterGraph, language: ReportLanguage): Generator<string> {
  const messages = GRAPH_MESSAGES[language];
  const names = new Map(graph.things.map(({ id }, index) => [id, `n${index}`]));
  yield 'digraph cluster {\n  rankdir=LR;\n  node [shape=box, fontname="sans-serif"];\n  edge [fontname="sans-serif", fontsize=10];\n';
  for (const note of notesOf(graph, messages)) yield `  // ${visibleText(note)}\n`;
  for (const thing of graph.things) {
    const isRoot = graph.roots.includes(thing.id);
    const style = [
      ...(thing.isUnwell ? ['color=red'] : []),
      ...(isRoot ? ['penwidth=2'] : []),
      ...(thing.presence === 'missing' ? ['style=dashed'] : []),
    ];
    yield `  ${names.get(thing.id)} [${[`label=${label(thing, messages)}`, ...style].join(', ')}];\n`;
  }
  for (const { from, relation, to, evidence } of graph.links) {
    const style = evidence.kind === 'log' ? ', style=dashed' : '';
    yield `  ${names.get(from)} -> ${names.get(to)} [label="${relation}"${style}];\n`;
  }
  yield '}\n';
}

/** What a reader has to know and what was left out, as lines of text. */
export function notesOf({ notes, cut }: ClusterGraph, messages: GraphMessages): readonly string[] {
  return [
    ...notes.map((note) => messages.note(note)),
    ...cut.map(({ at, relation, kind, count }) => `${at}: ${messages.more(relation, count, kindWord(kind))}`),
  ];
}

function label(thing: GraphThing, messages: GraphMessages): string {
  const lines = [kindWord(thing.kind), nameWord(thing), stateWord(thing, messages)].filter((line) => line !== '');
  return `"${lines.map(escaped).join('\\n')}"`;
}

/** In a quoted text a backslash begins an escape, and Graphviz reads HTML entities in labels. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
