import { LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import { BundlescopeError } from '../errors/index.js';

/**
 * Parses a YAML data file of the rule folder and validates it.
 * @param text the file's content
 * @param file the path named in errors
 * @param schema what the file must look like
 * @returns the validated value
 * @throws BundlescopeError `rule`: `<file>:<line>:<column>: <what is wrong>`, for the first mistake found
 */
export function parseDataFile<T>(text: string, file: string, schema: z.ZodType<T>): T {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true });
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [syntaxError] = document.errors;
  if (syntaxError !== undefined) {
    // The parser's own message repeats position and source over several lines.
    const message = syntaxError.message.split('\n')[0] ?? '';
    throw new BundlescopeError('rule', `${at(syntaxError.pos[0])}: ${message.replace(/ at line \d+.*$/, '')}`);
  }
  const result = schema.safeParse(document.toJS());
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path ?? [];
  throw new BundlescopeError(
    'rule',
    `${at(offsetOf(document, path))}: ${path.join('.')}: ${issue?.message ?? 'invalid'}`,
  );
}

/** Where the innermost node on the way to `path` begins; a missing key has no place of its own. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node: Partial<Node> | undefined = asNode(document.getIn(path.slice(0, length), true));
    if (node?.range) return node.range[0];
  }
  return document.contents?.range?.[0] ?? 0;
}

function asNode(value: unknown): Partial<Node> | undefined {
  return typeof value === 'object' && value !== null ? value : undefined;
}
