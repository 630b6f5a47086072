import type { ClusterGraph, GraphThing } from '../../model/graph.js';
import type { ReportLanguage } from '../reporter.js';
import { notesOf } from './graph-dot.js';
import { GRAPH_MESSAGES, type GraphMessages } from './graph-messages.js';
import { kindWord, nameWord, stateWord } from './thing-words.js';

/** A graph as a Mermaid flowchart, which GitHub and Rancher's documentation draw in Markdown. */
export function* graphMermaid(graph: ClusterGraph, language: ReportLanguage): Generator<string> {
  const messages = GRAPH_MESSAGES[language];
  const names = new Map(graph.things.map(({ id }, index) => [id, `n${index}`]));
  yield 'flowchart LR\n';
  for (const note of notesOf(graph, messages)) yield `  %% ${comment(note)}\n`;
  for (const thing of graph.things) yield `  ${names.get(thing.id)}["${label(thing, messages)}"]\n`;
  for (const { from, relation, to, evidence } of graph.links) {
    const arrow = evidence.kind === 'log' ? '-.->' : '-->';
    yield `  ${names.get(from)} ${arrow}|${relation}| ${names.get(to)}\n`;
  }
  const unwell = graph.things.filter(({ isUnwell }) => isUnwell).map(({ id }) => names.get(id));
  if (unwell.length === 0) return;
  yield '  classDef unwell stroke:#c00,stroke-width:3px\n';
  yield `  class ${unwell.join(',')} unwell\n`;
}

function label(thing: GraphThing, messages: GraphMessages): string {
  const lines = [kindWord(thing.kind), nameWord(thing), stateWord(thing, messages)].filter((line) => line !== '');
  return lines.map(escaped).join('<br/>');
}

/** Everything that could end a label, be markup in it, or be a word of the language, as an entity: `#34;` is a quotation mark. */
function escaped(text: string): string {
  return text.replaceAll(/[^\w ./,-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`);
}

/** A comment ends with its line; `{` would begin a directive. */
function comment(text: string): string {
  return text.replaceAll(/[^\w ./,:"-]/gu, '?');
}
