import type { EntryRole } from '../entry-role.js';
import { hasLogExtension, parseLogFileName } from '../log-file-name.js';
import type { Layout, LayoutTables } from './layout.js';
import { containerLogRole, objectsRole } from './roles.js';
import { belowTopDirectories } from './top-directories.js';

/**
 * Bundles of Longhorn's own generator, before v1.4: one namespace, which no path names, and nothing of the nodes: `yamls/longhorn/`,
 * `yamls/kubernetes/`, `logs/<pod>/<container>.log`.
 */
export function longhornSupportBundleLayout(tables: LayoutTables): Layout {
  return {
    name: 'longhorn-support-bundle',
    classify: (segments) =>
      belowTopDirectories(segments, (first, rest) => {
        if (rest.length !== 2) return undefined;
        if (first === 'yamls') return classifyYaml(tables, rest);
        return first === 'logs' ? classifyLog(tables, rest) : undefined;
      }),
  };
}

function classifyYaml({ kinds }: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const [scope, file = ''] = rest;
  if (!file.endsWith('.yaml')) return undefined;
  const plural = file.slice(0, -'.yaml'.length);
  if (scope === 'longhorn') return objectsRole(kinds.byPlural('longhorn.io', plural));
  return scope === 'kubernetes' ? objectsRole(kinds.byPluralAlone(plural)) : undefined;
}

/** The shape is that of any log in any directory; only Longhorn's own containers tell. */
function classifyLog({ programs }: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const [pod = '', file = ''] = rest;
  if (!hasLogExtension(file)) return undefined;
  const { stem, previous } = parseLogFileName(file);
  const role = containerLogRole(programs, { pod, container: stem, previous });
  return role.stream.programs.length === 0 ? undefined : role;
}
