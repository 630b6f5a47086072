import type { ClusterGraph, GraphThing } from '../../model/graph.js';
import { visibleText } from '../visible-text.js';
import { kindWord, nameWord, stateWord } from './thing-words.js';

/** A graph in the DOT language of Graphviz: `dot -Tsvg`. */
export function* graphDot(graph: ClusterGraph): Generator<string> {
  const names = new Map(graph.things.map(({ id }, index) => [id, `n${index}`]));
  yield 'digraph cluster {\n  rankdir=LR;\n  node [shape=box, fontname="sans-serif"];\n  edge [fontname="sans-serif", fontsize=10];\n';
  for (const note of notesOf(graph)) yield `  // ${visibleText(note)}\n`;
  for (const thing of graph.things) {
    const isRoot = graph.roots.includes(thing.id);
    const style = [
      ...(thing.isUnwell ? ['color=red'] : []),
      ...(isRoot ? ['penwidth=2'] : []),
      ...(thing.isCollected ? [] : ['style=dashed']),
    ];
    yield `  ${names.get(thing.id)} [${[`label=${label(thing)}`, ...style].join(', ')}];\n`;
  }
  for (const { from, relation, to, evidence } of graph.links) {
    const style = evidence.kind === 'log' ? ', style=dashed' : '';
    yield `  ${names.get(from)} -> ${names.get(to)} [label="${relation}"${style}];\n`;
  }
  yield '}\n';
}

/** What was left out and what is uncertain, as lines of text. */
export function notesOf({ notes, cut }: ClusterGraph): readonly string[] {
  return [
    ...notes,
    ...cut.map(({ at, relation, kind, count }) => `left out: ${at} ${relation} ${count} more ${kindWord(kind)}`),
  ];
}

function label(thing: GraphThing): string {
  const lines = [kindWord(thing.kind), nameWord(thing), stateWord(thing)].filter((line) => line !== '');
  return `"${lines.map(escaped).join('\\n')}"`;
}

/** In a quoted text a backslash begins an escape, and Graphviz reads HTML entities in labels. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
