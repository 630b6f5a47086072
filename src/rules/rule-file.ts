import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { didYouMean } from './did-you-mean.js';

/** Steps from the top of a YAML file to a value. */
export type YamlPath = readonly (string | number)[];

/** A YAML file of the rule folder with the positions of its parts, collecting what is wrong with it. */
export class RuleFile {
  readonly file: string;
  readonly text: string;
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();
  readonly #problems: { offset: number; message: string }[] = [];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#document = parseDocument(text, { lineCounter: this.#lines, stringKeys: true, prettyErrors: false });
    for (const error of this.#document.errors) this.#problems.push({ offset: error.pos[0], message: error.message });
  }

  /** The content as plain data; meaningful only while there are no problems. */
  content(): unknown {
    const content: unknown = this.#document.toJS();
    return content;
  }

  /** Validates a part of the file; reports what does not fit and gives undefined. */
  validate<Output>(
    schema: z.ZodType<Output>,
    value: unknown,
    base: YamlPath,
    knownKeys?: readonly string[],
  ): Output | undefined {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    for (const issue of result.error.issues) this.#reportIssue(issue, base, knownKeys);
    return undefined;
  }

  /**
   * Notes a problem at a value, or at a key when the path ends there.
   * @param offset characters into a scalar's text, e.g. the place of an error in an expression.
   */
  report(path: YamlPath, message: string, offset = 0): void {
    this.#problems.push({ offset: this.#offsetOf(path, offset), message });
  }

  /** Notes a problem at a key of a map. */
  reportKey(path: YamlPath, key: string, message: string): void {
    const map = this.#document.getIn(path, true);
    const pair = isMap(map) ? map.items.find((item) => isScalar(item.key) && item.key.value === key) : undefined;
    const offset = pair !== undefined && isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : this.#offsetOf(path, 0);
    this.#problems.push({ offset, message });
  }

  get isSound(): boolean {
    return this.#problems.length === 0;
  }

  /** `file:line:column: message` for each problem, in the order of the file. */
  problems(): readonly string[] {
    return [...this.#problems]
      .sort((a, b) => a.offset - b.offset)
      .map(({ offset, message }) => {
        const { line, col } = this.#lines.linePos(offset);
        return `${this.file}:${line}:${col}: ${message}`;
      });
  }

  #reportIssue(issue: z.core.$ZodIssue, base: YamlPath, knownKeys: readonly string[] | undefined): void {
    const path = [...base, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
    if (issue.code === 'unrecognized_keys') {
      const known = issue.path.length === 0 ? (knownKeys ?? []) : [];
      for (const key of issue.keys) this.reportKey(path, key, `unknown word "${key}"${didYouMean(key, known)}`);
      return;
    }
    const name = path.length === 0 ? 'the file' : `"${path.join('.')}"`;
    const given = this.#document.hasIn(path) || path.length === 0;
    this.report(path, given ? `${name}: ${issue.message}` : `${name} is missing`);
  }

  /** The place of the value, or of the nearest part above it that exists. */
  #offsetOf(path: YamlPath, within: number): number {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? this.#document.contents : this.#document.getIn(path.slice(0, length), true);
      if (!isNode(node) || node.range === undefined || node.range === null) continue;
      const isExact = length === path.length && isScalar(node);
      const quoted = isExact && (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') ? 1 : 0;
      const isOneLine = isExact && node.type !== 'BLOCK_FOLDED' && node.type !== 'BLOCK_LITERAL';
      return node.range[0] + (isOneLine ? quoted + within : 0);
    }
    return 0;
  }
}
