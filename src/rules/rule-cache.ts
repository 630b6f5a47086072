import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { deserialize, serialize } from 'node:v8';
import type { RuleCache, RuleRecord, RuleRest } from './cache-content.js';
import { codeDigest } from './code-digest.js';
import { type PackedCache, packCache, unpackCache } from './packed-cache.js';
import type { RuleText } from './rule-folder.js';

/** Where the build leaves the checked builtin rules: beside the compiled program. */
export const RULE_CACHE = fileURLToPath(new URL('../rules.cache', import.meta.url));

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
  return isPacked(content) && content.digest === cacheDigest(texts) ? unpackCache(content) : undefined;
}

/** The digest says that this very code wrote the cache, so that its parts need no look. */
function isPacked(content: unknown): content is PackedCache {
  return typeof content === 'object' && content !== null && 'digest' in content && 'index' in content;
}

/**
 * SHA-256 (hexadecimal) over rule files and the code that reads them. It goes by content: times of files say nothing after an
 * installation, a checkout or a copy, and a cache that is not up to date would silently judge by old rules.
 */
export function cacheDigest(texts: readonly RuleText[]): string {
  const digest = createHash('sha256');
  // All in one: each call costs as much as some kilobytes.
  digest.update(JSON.stringify(texts.map(({ name, bytes }) => [name, bytes.length])));
  for (const { bytes } of texts) digest.update(bytes);
  return digest.update(codeDigest()).digest('hex');
}

/** SHA-256 (hexadecimal) over rule files, by which a report names the rules it was made with. */
export function rulesDigest(texts: readonly RuleText[]): string {
  const digest = createHash('sha256');
  for (const { bytes } of texts) digest.update(bytes);
  return digest.digest('hex');
}

/** The content of the cache's file. */
export function serializeCache(cache: RuleCache): Uint8Array {
  return serialize(packCache(cache));
}

/** What {@link readRest} reads. */
export function serializeRest(rest: RuleRest): Uint8Array {
  return serialize(rest);
}

/** The rest of a rule. The digest of the cache says that {@link serializeRest} wrote it. */
export function readRest({ head, rest }: RuleRecord): RuleRest {
  const content: unknown = deserialize(rest);
  if (!isRest(content)) throw new TypeError(`the rule cache has no rest of ${head.id}`);
  return content;
}

function isRest(content: unknown): content is RuleRest {
  return typeof content === 'object' && content !== null && 'body' in content && 'forgiving' in content;
}
