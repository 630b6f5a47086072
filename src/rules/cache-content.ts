import type { RuleBody, RuleHead } from './cached-rule.js';
import type { ForgivingExpression } from './cel/expression.js';
import type { NativePattern } from './patterns/native-pattern.js';
import type { RuleOutline } from './rule-outline.js';
import type { TableSpecs } from './rule-tables.js';

/** The builtin rules and tables after everything about them was checked. */
export interface RuleCache {
  /** The digest of what it was made from. */
  readonly digest: string;
  /** SHA-256 over all rule files, hexadecimal. */
  readonly rulesDigest: string;
  readonly tables: TableSpecs;
  readonly rules: readonly RuleRecord[];
  /** What of their patterns V8 may match; undefined for one that is left to RE2. */
  readonly patterns: ReadonlyMap<string, NativePattern | undefined>;
}

/** A rule of the cache. */
export interface RuleRecord {
  readonly head: RuleHead;
  readonly outline: RuleOutline;
  /** The rest, for `readRest`. */
  readonly rest: Uint8Array;
}

/** What is read of a rule when it is first asked for more than its head and outline. */
export interface RuleRest {
  readonly body: RuleBody;
  /** By source of each of its expressions what is evaluated in its place. */
  readonly forgiving: ReadonlyMap<string, ForgivingExpression>;
}
