import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { ForgivingExpression } from './cel/expression.js';
import { codeDigest } from './code-digest.js';
import type { NativePattern } from './patterns/native-pattern.js';
import type { Rule } from './rule.js';
import type { RuleText } from './rule-folder.js';
import type { TableSpecs } from './rule-tables.js';

/** Where the build leaves the checked builtin rules: beside the compiled program. */
export const RULE_CACHE = fileURLToPath(new URL('../rules.cache', import.meta.url));

/** The builtin rules and tables after everything about them was checked. */
export interface RuleCache {
  /** {@link cacheDigest} of what it was made from. */
  readonly digest: string;
  readonly tables: TableSpecs;
  readonly rules: readonly Rule[];
  /** By source of each expression what is evaluated in its place. */
  readonly forgiving: ReadonlyMap<string, ForgivingExpression>;
  /** What of their patterns V8 may match; undefined for one that is left to RE2. */
  readonly patterns: ReadonlyMap<string, NativePattern | undefined>;
}

/**
 * Reads the rules that the build checked.
 * @param texts the rule files and tables as they are now.
 * @returns undefined when there is no cache, or when it was made from other files or by other code.
 */
export function readRuleCache(texts: readonly RuleText[], path: string = RULE_CACHE): RuleCache | undefined {
  let content: unknown;
  try {
    content = deserialize(readFileSync(path));
  } catch {
    // Not built, cut off in the middle of it, or built by a later version of Node: the YAML files are there.
    return undefined;
  }
  return isRuleCache(content, cacheDigest(texts)) ? content : undefined;
}

/** The digest says that this very code wrote the cache, so that its parts need no look. */
function isRuleCache(content: unknown, digest: string): content is RuleCache {
  return typeof content === 'object' && content !== null && 'digest' in content && content.digest === digest;
}

/**
 * SHA-256 (hexadecimal) over rule files and the code that reads them. It goes by content: times of files say nothing after an
 * installation, a checkout or a copy, and a cache that is not up to date would silently judge by old rules.
 */
export function cacheDigest(texts: readonly RuleText[]): string {
  const digest = createHash('sha256');
  for (const { name, text } of texts) digest.update(`${name}\0${text}\0`);
  return digest.update(codeDigest()).digest('hex');
}

/** The content of the cache's file. V8's own format keeps maps as they are and is read in less time than JSON. */
export function serializeCache(cache: RuleCache): Uint8Array {
  return serialize(cache);
}
