import { z } from 'zod';
import { parseDataFile } from './data-file.js';
import type { KindSpecs } from './kinds.js';

const KindFile = z.record(
  z.string().regex(/^[A-Z][A-Za-z0-9]*(\.[a-z0-9.-]+)?$/, 'a kind is written Kind or Kind.group'),
  z.strictObject({ plural: z.string().min(1), namespaced: z.boolean() }),
);

/**
 * Reads rules/kinds.yaml.
 * @throws BundlescopeError `rule` with `<file>:<line>:<column>` when the text is not a valid table
 */
export function parseKindFile(text: string, file: string): KindSpecs {
  return parseDataFile(text, file, KindFile);
}
