import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { WarningSink } from '../errors/index.js';
import type { RangeSource } from './byte-source.js';
import { openFile } from './file-source.js';

/** An unpacked bundle: the regular files below a directory. */
export interface DirectorySource {
  readonly kind: 'directory';
  /** Name for messages. */
  readonly name: string;
  /** The files, sorted by code unit within each directory: the same tree gives the same order on every machine. */
  files(): AsyncIterable<DirectoryFile>;
  close(): Promise<void>;
}

/** One regular file below a directory. */
export interface DirectoryFile {
  /** Path relative to the directory, with `/`. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Time of last change, milliseconds since the epoch. */
  readonly modified: number;
  /** Opens it. Throws BundlescopeError `input` when it cannot be opened. The caller closes the source. */
  open(): Promise<RangeSource>;
}

/**
 * A directory as a source. Links to files inside it are followed. Links to directories inside it are not: what they
 * show is listed under its own path already, and following them could run in circles. Links that lead outside are
 * reported and not followed; dangling links, sockets and devices hold nothing to read and are left out.
 *
 * @param path The directory in the file system.
 * @param warn Takes `entry-unreadable` and `link-outside`.
 */
export function openDirectory(path: string, warn: WarningSink): DirectorySource {
  return {
    kind: 'directory',
    name: path,
    async *files() {
      const root = await realpath(path);
      yield* filesBelow({ root, warn }, root, '');
    },
    close: async () => {},
  };
}

interface Tree {
  readonly root: string;
  readonly warn: WarningSink;
}

async function* filesBelow(tree: Tree, directory: string, prefix: string): AsyncGenerator<DirectoryFile> {
  let children: Dirent[];
  try {
    children = await readdir(directory, { withFileTypes: true });
  } catch (error) {
    warnUnreadable(tree, prefix, error);
    return;
  }
  children.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const child of children) {
    const path = prefix + child.name;
    const location = join(directory, child.name);
    if (child.isDirectory()) {
      yield* filesBelow(tree, location, `${path}/`);
    } else if (child.isFile() || (child.isSymbolicLink() && (await leadsInside(tree, location, path)))) {
      const file = await describe(tree, location, path);
      if (file !== undefined) yield file;
    }
  }
}

/** Follows a link to its end, so that a chain cannot leave the tree half-way unseen. */
async function leadsInside(tree: Tree, link: string, path: string): Promise<boolean> {
  let target: string;
  try {
    target = await realpath(link);
  } catch {
    return false;
  }
  const root = tree.root.endsWith(sep) ? tree.root : tree.root + sep;
  if (target === tree.root || target.startsWith(root)) return true;
  tree.warn({
    code: 'link-outside',
    message: `${path}: the link leads outside the directory and was not followed`,
    path,
  });
  return false;
}

async function describe(tree: Tree, location: string, path: string): Promise<DirectoryFile | undefined> {
  try {
    const stats = await stat(location);
    if (!stats.isFile()) return undefined;
    return { path, size: stats.size, modified: stats.mtimeMs, open: () => openFile(location, path) };
  } catch (error) {
    warnUnreadable(tree, path, error);
    return undefined;
  }
}

function warnUnreadable(tree: Tree, path: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  tree.warn({ code: 'entry-unreadable', message: `${path || '.'}: cannot be read: ${reason}`, path });
}
