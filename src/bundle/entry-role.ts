import type { LogStreamIdentity } from '../model/log-stream.js';

/** What an entry is, so that later stages know nothing of paths. */
export type EntryRole = ObjectListRole | LogRole | FileRole | MetadataRole | IgnoredRole;

/** A YAML or JSON file of API objects: one object, several documents, a List, or a JSON array. */
export interface ObjectListRole {
  readonly kind: 'objects';
  /**
   * The kind the path states (`Engine.longhorn.io`, core kinds without group) when it states one, so that a list without
   * items still says that the kind was collected. Absent: known only from the content.
   */
  readonly resource?: string;
  readonly namespace?: string;
}

/** Lines of a program. */
export interface LogRole {
  readonly kind: 'log';
  readonly stream: LogStreamIdentity;
}

/** A configuration file or command output, matched by `file` signals. */
export interface FileRole {
  readonly kind: 'file';
  /** Path on the node (`/etc/hosts`), or `commands/<command line, blanks as _>`. */
  readonly file: string;
  readonly node?: string;
}

/** States facts about the bundle itself (time, versions). */
export interface MetadataRole {
  readonly kind: 'metadata';
}

export interface IgnoredRole {
  readonly kind: 'ignored';
}
