import { type Stats, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BundlescopeError } from '../errors/index.js';
import { FileReader } from './file-reader.js';
import { filesBelow } from './files-below.js';

/** The rules that come with the program: `rules/` beside `src/` and `dist/`. */
export const BUILTIN_RULES = fileURLToPath(new URL('../../rules/', import.meta.url));

/** Folder of the builtin rules whose rules find what belongs together, for `graph`; a diagnosis does not ask them. */
export const LINKS_FOLDER = 'links';

/** A file of a rule folder. */
export interface RuleText {
  /** Where it was read from. */
  readonly path: string;
  /** How messages and reports name it: builtin files from the package's top, others as the user would. */
  readonly name: string;
  /** Its content. Of the builtin files only the digest is asked for, unless they were changed: so it is not decoded. */
  readonly bytes: Uint8Array;
}

/** The content of a rule file as text. */
export function decodeRuleText({ bytes }: RuleText): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

/** The texts of the tables that come with the program. */
export interface TableTexts {
  readonly programs: RuleText;
  readonly kinds: RuleText;
  readonly entities: RuleText;
}

/**
 * Reads all rule files below files and folders, in a fixed order: by root as given, then by path.
 * It blocks: a hundred small files one after the other take a tenth of the time that as many asynchronous reads do.
 * @throws BundlescopeError `usage` when a root does not exist.
 */
export function readRuleTexts(roots: readonly string[]): readonly RuleText[] {
  const files = new FileReader();
  return roots.flatMap(rulePaths).map((path) => readRuleText(path, files));
}

/** Reads the tables that come with the program. */
export function readTableTexts(): TableTexts {
  const files = new FileReader();
  const read = (name: string): RuleText => readRuleText(join(BUILTIN_RULES, name), files);
  return { programs: read('programs.yaml'), kinds: read('kinds.yaml'), entities: read('entities.yaml') };
}

function readRuleText(path: string, files: FileReader): RuleText {
  return { path, name: displayName(path), bytes: files.read(path) };
}

function rulePaths(root: string): readonly string[] {
  if (statsOf(root).isFile()) return [root];
  const paths = filesBelow(root, '.yaml').filter((path) => !path.endsWith('.test.yaml'));
  if (root !== BUILTIN_RULES) return paths;
  // The builtin folder keeps its tables at the top.
  return paths.filter((path) => path.includes(sep, root.length) && !path.startsWith(LINKS_FOLDER + sep, root.length));
}

function statsOf(root: string): Stats {
  try {
    return statSync(root);
  } catch (cause) {
    throw new BundlescopeError('usage', `${root}: no such rule file or folder`, { cause });
  }
}

function displayName(path: string): string {
  if (path.startsWith(BUILTIN_RULES)) return `rules/${path.slice(BUILTIN_RULES.length).replaceAll(sep, '/')}`;
  // An empty path stands for the working directory.
  const fromHere = relative('', path);
  return fromHere.startsWith('..') ? path : fromHere;
}
