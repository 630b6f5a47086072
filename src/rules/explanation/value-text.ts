import { isMap, textOf } from '../cel/values.js';
import { bindingKey } from '../row.js';
import { podOfDeferredNode } from '../signals/line-variables.js';
import type { ExplanationWords } from './explanation-words.js';

/** Longest value that is shown, in UTF-16 code units: a list of conditions may fill pages. */
const LONGEST_VALUE = 300;

/** A value that a condition read, as its author would write it. An empty value is what a missing field has. */
export function valueText(value: unknown, words: ExplanationWords): string {
  if (value === undefined) return words.noValue;
  const pod = podOfDeferredNode(value);
  if (pod !== undefined) return words.nodeOfPod(pod);
  if (typeof value === 'string') return value === '' ? words.notSet : cut(JSON.stringify(value));
  if (value instanceof Date) return value.toISOString();
  const text = textOf(value);
  if (text !== '') return text;
  const isData = typeof value !== 'object' || value === null || Array.isArray(value) || isMap(value);
  // Durations and the like of CEL say themselves what they are.
  return cut(isData ? bindingKey(value) : String(value));
}

/** What a row bound, each as short text. */
export function bindingTexts(bindings: ReadonlyMap<string, unknown>): Readonly<Record<string, string>> {
  return Object.fromEntries([...bindings].map(([name, value]) => [name, cut(bindingKey(value))]));
}

function cut(text: string): string {
  return text.length <= LONGEST_VALUE ? text : `${text.slice(0, LONGEST_VALUE)}…`;
}
