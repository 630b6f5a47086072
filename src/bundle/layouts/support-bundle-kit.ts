import type { EntryRole } from '../entry-role.js';
import { hasLogExtension, parseLogFileName } from '../log-file-name.js';
import type { Layout, LayoutTables } from './layout.js';
import { IGNORED, METADATA } from './layout.js';
import { containerLogRole, objectsRole } from './roles.js';
import { classifyNodeFile } from './support-bundle-kit-node.js';

/** How many leading directories a bundle may stand in (its own top directory, a case folder), counted anew in an archive. */
const MAX_TOP_DIRECTORIES = 4;

/**
 * Bundles of rancher/support-bundle-kit: Harvester, Longhorn from v1.4 on, and others that use it. Also those of Longhorn's own
 * generator before v1.4, which knew one namespace: `yamls/longhorn/`, `yamls/kubernetes/`, `logs/<pod>/<container>.log`.
 */
export function supportBundleKitLayout(tables: LayoutTables): Layout {
  return {
    name: 'support-bundle-kit',
    classify(segments) {
      let begin = 0;
      for (const [top, segment] of segments.entries()) {
        const role =
          top - begin > MAX_TOP_DIRECTORIES ? undefined : classifyBelow(tables, segment, segments.slice(top + 1));
        if (role !== undefined) return role;
        if (segment.endsWith('!')) begin = top + 1;
      }
      return undefined;
    },
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
  if (rest.length === 2 && scope === 'longhorn') return objectsRole(kinds.byPlural('longhorn.io', plural));
  if (rest.length === 2 && scope === 'kubernetes') return objectsRole(kinds.byPluralAlone(plural));
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

/** `<ns>/<pod>/<container>.log[.1]`, or without namespace in old Longhorn bundles. */
function classifyContainerLog({ programs }: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const file = rest.at(-1);
  if (file === undefined || rest.length < 2 || rest.length > 3 || !hasLogExtension(file)) return undefined;
  const { stem, previous } = parseLogFileName(file);
  const pod = rest.at(-2);
  const namespace = rest.length === 3 ? rest[0] : undefined;
  const role = containerLogRole(programs, {
    ...(namespace !== undefined && { namespace }),
    ...(pod !== undefined && { pod }),
    container: stem,
    previous,
  });
  // Without a namespace the shape is that of any log in any directory; only Longhorn's own containers tell.
  return namespace === undefined && role.stream.programs.length === 0 ? undefined : role;
}

/** `<node>.zip!/<node>/...` as collected, or `<node>/...` after somebody unpacked it. */
function classifyNodeEntry(tables: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const [archive, ...inside] = rest;
  if (archive === undefined) return undefined;
  if (inside.length === 0) return archive.endsWith('.zip') ? IGNORED : undefined;
  const node = archive.replace(/(?:\.zip)?!?$/, '');
  return classifyNodeFile(tables, node, inside[0] === node ? inside.slice(1) : inside);
}
