import { z } from 'zod';
import { parseDataFile } from '../bundle/data-file.js';

const text = z.string().min(1);
const Case = z.strictObject({
  name: text,
  match: z.enum(['high', 'medium', 'low', 'none', 'unknown']),
  entity: z.array(z.string()).optional(),
  time: z.iso.datetime({ offset: true }).optional(),
  products: z.record(z.string(), z.string()).optional(),
  objects: z.array(z.record(z.string(), z.unknown())).optional(),
  empty: z.array(text).optional(),
  files: z.record(text, z.string()).optional(),
});
const TestFile = z.strictObject({ cases: z.array(Case).min(2, 'needs a case that matches and one that does not') });

/** A mini-bundle and what the rule must say about it; docs/rules.md describes the fields. */
export type RuleTestCase = z.infer<typeof Case>;

/**
 * Reads a `<id>.test.yaml`.
 * @throws BundlescopeError `rule` with file, line and column when it is not valid.
 */
export function parseTestFile(content: string, file: string): readonly RuleTestCase[] {
  return parseDataFile(content, file, TestFile).cases;
}
