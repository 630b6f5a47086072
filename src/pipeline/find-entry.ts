import { BundlescopeError } from '../errors/index.js';
import type { Entry } from '../model/entry.js';
import { didYouMean } from '../rules/did-you-mean.js';

/** Entries with the same end of the path that are read; more are only counted. */
const MAX_CANDIDATES = 20;
/** Paths that are remembered to suggest one of them. */
const MAX_REMEMBERED = 200_000;
/** Paths that a message names. */
const MAX_NAMED = 3;

/**
 * Finds the entry that a path means and reads it: the path as it is, the path below the bundle's one top directory as reports print it, or
 * the end of just one path.
 * @param read is given an entry that may be the one; it is not called for entries that cannot be
 * @returns what `read` gave for the entry that is meant; no entry after it is opened when the path is whole
 * @throws BundlescopeError `usage` when the path is that of no entry, or the end of several; `input` when there is no entry at all
 */
export async function findEntry<Result>(
  entries: AsyncIterable<Entry>,
  wanted: string,
  read: (entry: Entry) => Promise<Result>,
): Promise<Result> {
  const candidates: { readonly path: string; readonly result: Result }[] = [];
  const paths: string[] = [];
  let more = 0;
  for await (const entry of entries) {
    const { path } = entry;
    if (isWhole(path, wanted)) return read(entry);
    if (paths.length < MAX_REMEMBERED) paths.push(path);
    if (!isEnd(path, wanted)) continue;
    if (candidates.length < MAX_CANDIDATES) candidates.push({ path, result: await read(entry) });
    else more++;
  }
  if (paths.length === 0) {
    throw new BundlescopeError(
      'input',
      'the bundle holds no files; give a support bundle or the directory it was unpacked to',
    );
  }
  const [only] = candidates;
  if (only === undefined)
    throw new BundlescopeError('usage', `${wanted}: the bundle has no such file${suggestion(wanted, paths)}`);
  if (candidates.length === 1) return only.result;
  const named = candidates.slice(0, MAX_NAMED).map(({ path }) => path);
  throw new BundlescopeError(
    'usage',
    `${wanted}: ${candidates.length + more} files of the bundle end like this; give more of the path, such as ${named.join(' or ')}`,
  );
}

/** The path itself, or the path without the one directory that everything is packed in. */
function isWhole(path: string, wanted: string): boolean {
  return path === wanted || path.slice(path.indexOf('/') + 1) === wanted;
}

function isEnd(path: string, wanted: string): boolean {
  return path.endsWith(`/${wanted}`);
}

function suggestion(wanted: string, paths: readonly string[]): string {
  const name = lastPart(wanted);
  const alike = paths.filter((path) => lastPart(path) === name);
  if (alike.length > 0) return `; files of that name: ${alike.slice(0, MAX_NAMED).join(', ')}`;
  const known = paths.flatMap((path) => [path, path.slice(path.indexOf('/') + 1)]);
  return (
    didYouMean(wanted, known) ||
    didYouMean(name, new Set(paths.map(lastPart))) ||
    '; paths are written as reports cite them'
  );
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
