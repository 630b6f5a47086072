import type { EntryRole } from '../entry-role.js';
import type { Layout, LayoutTables } from './layout.js';
import { containerLogRole, nodeLogRole, objectsRole } from './roles.js';

/** Output of `oc adm inspect` and `oc adm must-gather`, which other projects' gather scripts use too. */
export function mustGatherLayout(tables: LayoutTables): Layout {
  return {
    name: 'must-gather',
    classify(segments) {
      const anchor = segments.findIndex(
        (segment) => segment === 'namespaces' || segment === 'cluster-scoped-resources',
      );
      if (anchor < 0) return classifyNodeLog(tables, segments);
      const rest = segments.slice(anchor + 1);
      return segments[anchor] === 'namespaces'
        ? classifyNamespace(tables, rest)
        : classifyObjects(tables, rest, undefined);
    },
  };
}

/** `nodes/<node>/<node>_logs_<unit>.gz`, `nodes/<node>/dmesg`, `host_service_logs/<role>/<unit>_service.log` with the lines of all nodes. */
function classifyNodeLog({ programs }: LayoutTables, segments: readonly string[]): EntryRole | undefined {
  const [directory, owner, file] = segments.slice(-3);
  if (directory === undefined || owner === undefined || file === undefined) return undefined;
  if (directory === 'host_service_logs' && file.endsWith('_service.log')) {
    return nodeLogRole(programs, { name: file.slice(0, -'_service.log'.length) });
  }
  if (directory !== 'nodes') return undefined;
  if (file === 'dmesg') return nodeLogRole(programs, { name: file, node: owner });
  const logs = `${owner}_logs_`;
  return file.startsWith(logs) ? nodeLogRole(programs, { name: file.slice(logs.length), node: owner }) : undefined;
}

/** `<ns>/pods/<pod>/<container>/<container>/logs/{current,previous}.log`, `<ns>/<group>/<plural>.yaml` */
function classifyNamespace(tables: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const [namespace, second, pod, container, ...below] = rest;
  const file = rest.at(-1) ?? '';
  if (namespace === undefined || second === undefined) return undefined;
  if (second !== 'pods') return classifyObjects(tables, rest.slice(1), namespace);
  if (file.endsWith('.log') && below.at(-2) === 'logs' && pod !== undefined && container !== undefined) {
    return containerLogRole(tables.programs, { namespace, pod, container, previous: file.startsWith('previous') });
  }
  return file.endsWith('.yaml') ? objectsRole('Pod', namespace) : undefined;
}

/** `<group>/<plural>.yaml` or `<group>/<plural>/<name>.yaml`; the group `core` has no name in the API. */
function classifyObjects(
  { kinds }: LayoutTables,
  rest: readonly string[],
  namespace: string | undefined,
): EntryRole | undefined {
  const [group, second] = rest;
  if (group === undefined || second === undefined || rest.length > 3) return undefined;
  if (!(rest.at(-1) ?? '').endsWith('.yaml')) return undefined;
  const plural = rest.length === 2 ? second.slice(0, -'.yaml'.length) : second;
  return objectsRole(kinds.byPlural(group === 'core' ? '' : group, plural), namespace);
}
