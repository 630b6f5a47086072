import type { FileRole, LogRole, ObjectListRole } from '../entry-role.js';
import type { KindTable } from '../kinds.js';
import { parseLogFileName } from '../log-file-name.js';
import type { ProgramTable } from '../programs.js';

/** A container whose log an entry is, as far as the path states it. */
export interface ContainerOfLog {
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  readonly previous: boolean;
}

/** The role of a container's log; the node is filled in for static pods, whose name states it. */
export function containerLogRole(programs: ProgramTable, container: ContainerOfLog): LogRole {
  const node = programs.nodeOfStaticPod(container);
  return {
    kind: 'log',
    stream: { programs: programs.idsFor(container), ...container, ...(node !== undefined && { node }) },
  };
}

/** A log of a node: a journald unit or a file. */
export interface NodeLog {
  /** Unit or file name; rotation and extension are taken off. */
  readonly name: string;
  /** Path on the node when it is known. */
  readonly file?: string;
  readonly node?: string;
}

/**
 * The role of a log of a node. Rotated files and earlier boots are not `previous`: that word is about container instances.
 */
export function nodeLogRole(programs: ProgramTable, { name, file, node }: NodeLog): LogRole {
  const ids = programs.idsFor({ nodeLog: parseLogFileName(name).stem, ...(file !== undefined && { file }) });
  const tags = programs.tagsOf(ids);
  return {
    kind: 'log',
    stream: {
      programs: ids,
      ...(tags !== undefined && { tags }),
      previous: false,
      ...(node !== undefined && { node }),
    },
  };
}

/** The role of a configuration file or command output. */
export function fileRole(file: string, node?: string): FileRole {
  return { kind: 'file', file, ...(node !== undefined && { node }) };
}

/** The role of a list of objects. `resource` is left out when the path does not tell the kind. */
export function objectsRole(resource: string | undefined, namespace?: string): ObjectListRole {
  return {
    kind: 'objects',
    ...(resource !== undefined && { resource }),
    ...(namespace !== undefined && { namespace }),
  };
}

/** The kind of a `<plural>.<group>` or `<plural>` as `kubectl get` takes it. */
export function resourceOfQualifiedPlural(kinds: KindTable, name: string): string | undefined {
  const dot = name.indexOf('.');
  return dot < 0 ? kinds.byPluralAlone(name) : kinds.byPlural(name.slice(dot + 1), name.slice(0, dot));
}
