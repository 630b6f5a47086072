import type { EntryRole } from '../entry-role.js';
import { hasLogExtension, parseLogFileName } from '../log-file-name.js';
import type { Layout, LayoutTables } from './layout.js';
import { IGNORED, METADATA } from './layout.js';
import { containerLogRole, objectsRole } from './roles.js';
import { classifyNodeFile } from './support-bundle-kit-node.js';
import { belowTopDirectories } from './top-directories.js';

/** Bundles of rancher/support-bundle-kit: Harvester, Longhorn from v1.4 on, and others that use it. */
export function supportBundleKitLayout(tables: LayoutTables): Layout {
  return {
    name: 'support-bundle-kit',
    classify: (segments) => belowTopDirectories(segments, (first, rest) => classifyBelow(tables, first, rest)),
  };
}

function classifyBelow(tables: LayoutTables, first: string, rest: readonly string[]): EntryRole | undefined {
  switch (first) {
    case 'metadata.yaml':
      return rest.length === 0 ? METADATA : undefined;
    case 'bundleGenerationError.log': {
      if (rest.length > 0) return undefined;
      return { kind: 'log', stream: { programs: tables.programs.idsFor({ file: first }), previous: false } };
    }
    case 'yamls':
      return classifyYaml(tables, rest);
    case 'logs':
      return classifyContainerLog(tables, rest);
    case 'nodes':
      return classifyNodeEntry(tables, rest);
    default:
      return undefined;
  }
}

/** `cluster/[<group>/]<version>/<plural>.yaml`, `namespaced/<ns>/[<group>/]<version>/<plural>.yaml`; the core group has no directory. */
function classifyYaml({ kinds }: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const file = rest.at(-1);
  if (file === undefined || !file.endsWith('.yaml')) return undefined;
  const plural = file.slice(0, -'.yaml'.length);
  const [scope, second] = rest;
  if (scope === 'cluster') {
    const group = groupOf(rest.slice(1, -1));
    return group === undefined ? undefined : objectsRole(kinds.byPlural(group, plural));
  }
  if (scope === 'namespaced' && second !== undefined) {
    const group = groupOf(rest.slice(2, -1));
    return group === undefined ? undefined : objectsRole(kinds.byPlural(group, plural), second);
  }
  return undefined;
}

function groupOf(directories: readonly string[]): string | undefined {
  if (directories.length === 1) return '';
  return directories.length === 2 ? directories[0] : undefined;
}

/** `<ns>/<pod>/<container>.log[.1]` */
function classifyContainerLog({ programs }: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const [namespace, pod, file] = rest;
  if (namespace === undefined || pod === undefined || file === undefined) return undefined;
  if (rest.length !== 3 || !hasLogExtension(file)) return undefined;
  const { stem, previous } = parseLogFileName(file);
  return containerLogRole(programs, { namespace, pod, container: stem, previous });
}

/** `<node>.zip!/<node>/...` as collected, or `<node>/...` after somebody unpacked it. */
function classifyNodeEntry(tables: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const [archive, ...inside] = rest;
  if (archive === undefined) return undefined;
  if (inside.length === 0) return archive.endsWith('.zip') ? IGNORED : undefined;
  const node = archive.replace(/(?:\.zip)?!?$/, '');
  return classifyNodeFile(tables, node, inside[0] === node ? inside.slice(1) : inside);
}
