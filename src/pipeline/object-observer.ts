import type { KubeObject } from '../model/kube-object.js';

/** A file of objects as it was read. */
export interface ObservedFile {
  readonly path: string;
  /** The namespace the path states. */
  readonly namespace?: string;
  /** Kinds the file is a list of, even without items. */
  readonly listed: readonly string[];
  /** False when the end of a list is missing. */
  readonly complete: boolean;
  /** Objects of kinds that the observer, or a rule, asks for. */
  readonly objects: readonly KubeObject[];
}

/**
 * Sees the objects of a bundle as they are read, those of kinds that no rule asks for too, which are not kept otherwise. It must not hold on to the
 * objects: each keeps the text of its whole file in memory.
 */
export interface ObjectObserver {
  /** The kinds it asks for: `Kind` or `Kind.group`. */
  readonly kinds: ReadonlySet<string>;
  /** Takes the files in the order of the bundle. Of an object that occurs twice the later one counts. */
  addFile(file: ObservedFile): void;
}
