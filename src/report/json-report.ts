import type { Report } from '../model/report.js';
import { jsonText } from './json-text.js';

function indented(value: unknown, spaces: number): string {
  return jsonText(value, 2).replaceAll('\n', `\n${' '.repeat(spaces)}`);
}

function* member(key: string, value: unknown): Iterable<string> {
  if (!Array.isArray(value) || value.length === 0) {
    yield `  ${jsonText(key, 0)}: ${indented(value, 2)}`;
    return;
  }
  yield `  ${jsonText(key, 0)}: [`;
  for (const [index, item] of value.entries()) yield `${index === 0 ? '' : ','}\n    ${indented(item, 4)}`;
  yield '\n  ]';
}

/** The report of the contract. */
export function jsonReport(report: Report): Iterable<string> {
  return jsonDocument(report);
}

/** A document as JSON, indented by two spaces. Long lists come item by item, so that no huge text is built. */
export function* jsonDocument(document: object): Iterable<string> {
  yield '{\n';
  const members: [string, unknown][] = Object.entries(document);
  for (const [index, [key, value]] of members.entries()) {
    if (index > 0) yield ',\n';
    yield* member(key, value);
  }
  yield '\n}\n';
}
