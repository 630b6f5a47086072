import type { EntryRole } from '../bundle/index.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import type { Instant } from '../model/time.js';

/** Every kind that says what a bundle could have held. */
export const COVERAGE_KINDS = ['Namespace', 'Node', 'Pod'] as const;

/** What troubleshoot.sh puts in place of what it takes for a secret. */
const HIDDEN = '***HIDDEN***';

/** A log that was read. */
export interface CollectedLog {
  readonly path: string;
  readonly identity: LogStreamIdentity;
  /** After decompression. */
  readonly bytes: number;
}

/** Logs with the time at which they begin, known when the whole bundle was read. */
export interface TimedLog extends CollectedLog {
  readonly begin: Instant | undefined;
}

/** Notes while a bundle is read what was collected and what was not: what its rules can be judged by, and what is missing. */
export class Collection {
  readonly #logs = new Map<number, CollectedLog>();
  readonly #nodes = new Set<string>();
  readonly #podNamespaces = new Set<string>();
  readonly #unreadable = new Map<string, string>();
  readonly #hidden = new Map<string, string>();
  readonly #lastIn = new Map<string, string>();
  #allPods = false;
  #objectFiles = 0;
  #metadata: string | undefined;

  /** Takes notice of an entry, whether or not it is read. */
  addEntry(path: string, role: EntryRole): void {
    for (const archive of archivesOf(path)) this.#lastIn.set(archive, path);
    if (role.kind === 'objects') this.#objectFiles++;
    if (role.kind === 'metadata') this.#metadata ??= path;
    const node = role.kind === 'file' ? role.node : role.kind === 'log' ? nodeOfLog(role.stream) : undefined;
    if (node !== undefined) this.#nodes.add(node);
  }

  /** Takes notice of a log that was read. @param index place of the log in the order of the bundle */
  addLog(index: number, log: CollectedLog): void {
    this.#logs.set(index, log);
  }

  /** Takes notice of a list of objects. @param isList whether it could be read as one */
  addObjects(
    path: string,
    text: string,
    kinds: readonly string[],
    namespace: string | undefined,
    isList: boolean,
  ): void {
    for (const kind of kinds) {
      if (!isList) this.#unreadable.set(kind, path);
      else if (kind === 'Pod' && namespace === undefined) this.#allPods = true;
      else if (kind === 'Pod' && namespace !== undefined) this.#podNamespaces.add(namespace);
      if (isList && text.includes(HIDDEN)) this.#hidden.set(kind, path);
    }
  }

  /** Logs by their place in the order of the bundle. */
  get logs(): ReadonlyMap<number, CollectedLog> {
    return this.#logs;
  }

  /** Nodes of which at least one file was collected on the node itself. */
  get nodes(): ReadonlySet<string> {
    return this.#nodes;
  }

  /** Files that hold lists of objects, readable or not. */
  get objectFiles(): number {
    return this.#objectFiles;
  }

  /** Path of the collector's own description of the bundle. */
  get metadata(): string | undefined {
    return this.#metadata;
  }

  /** The last entry that was read of the bundle (`""`) or of an archive in it (its path). */
  lastIn(archive: string): string | undefined {
    return this.#lastIn.get(archive);
  }

  /** Whether the pods of a namespace were listed. */
  listsPodsOf(namespace: string): boolean {
    return this.#allPods || this.#podNamespaces.has(namespace);
  }

  /** Path of a file that should hold a list of this kind and could not be read as one. */
  unreadableList(kind: string): string | undefined {
    return this.#unreadable.get(kind);
  }

  /** Path of a list of this kind with values that the collector has hidden. */
  hiddenIn(kind: string): string | undefined {
    return this.#hidden.get(kind);
  }
}

/** The node on which a log was collected; logs of pods come from the API. */
export function nodeOfLog({ node, pod }: LogStreamIdentity): string | undefined {
  return pod === undefined ? node : undefined;
}

/** The archives an entry lies in, `""` for the bundle itself. */
function archivesOf(path: string): readonly string[] {
  const archives = [''];
  for (let end = path.indexOf('!/'); end !== -1; end = path.indexOf('!/', end + 1)) archives.push(path.slice(0, end));
  return archives;
}
