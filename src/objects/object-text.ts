import { splitJson } from './split-json.js';
import { splitYaml } from './split-yaml.js';

/** The text of an API object in its file. */
export interface ObjectText {
  readonly text: string;
  /** Its first line in the file, from 1. */
  readonly line: number;
}

/** The object of a YAML or JSON file that a line is part of; undefined when it is part of none, as the head of a list. */
export function objectText(file: string, line: number): ObjectText | undefined {
  const content = file.startsWith('\uFEFF') ? file.slice(1) : file;
  const isJson = /^\s*[[{]/.test(content.slice(0, 100));
  for (const { pieces } of isJson ? splitJson(content) : splitYaml(content)) {
    for (const { start, end, line: first } of pieces) {
      const text = content.slice(startOfItem(content, start), end);
      if (line >= first && line < first + linesOf(text)) return { text, line: first };
    }
  }
  return undefined;
}

/** With the dash that makes it an item of a list. */
function startOfItem(content: string, start: number): number {
  const lineStart = content.lastIndexOf('\n', start - 1) + 1;
  return /^[\s-]*$/.test(content.slice(lineStart, start)) ? lineStart : start;
}

function linesOf(text: string): number {
  return text.trimEnd().split('\n').length;
}
