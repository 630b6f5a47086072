import type { EntryRole } from '../entry-role.js';
import type { Layout, LayoutTables } from './layout.js';
import { containerLogRole, nodeLogRole, objectsRole } from './roles.js';

/** An API version as it is written in a path: `v1`, `apps-v1`, `longhorn.io-v1beta2`. */
const API_VERSION = /^(?:[a-z0-9.]+-)?v\d+(?:(?:alpha|beta)\d+)?$/;
const OBJECT = /\.(?:ya?ml|json)$/;

/**
 * Snapshots of crust-gather: every object in a file of its own, `namespaces/<ns>/<version>/<kind>/<name>.yaml` and
 * `cluster/<version>/<kind>/<name>.yaml`, with the logs of pods and nodes in a directory beside it. A kind without objects leaves nothing.
 */
export function crustGatherLayout(tables: LayoutTables): Layout {
  return {
    name: 'crust-gather',
    classify(segments) {
      const version = segments.findIndex((segment, index) => API_VERSION.test(segment) && isScope(segments, index));
      const [kind, name, ...below] = segments.slice(version + 1);
      if (version < 0 || kind === undefined || name === undefined) return undefined;
      const namespace = segments[version - 2] === 'namespaces' ? segments[version - 1] : undefined;
      if (below.length === 0) return OBJECT.test(name) ? objectsRole(undefined, namespace) : undefined;
      return classifyLog(tables, kind, namespace, [name, ...below]);
    },
  };
}

function isScope(segments: readonly string[], version: number): boolean {
  return segments[version - 2] === 'namespaces' || segments[version - 1] === 'cluster';
}

/** `<pod>/<container>/{current,previous}.log`, `<node>/<unit>/current.log`, `<node>/kubelet.log` */
function classifyLog(
  { programs }: LayoutTables,
  kind: string,
  namespace: string | undefined,
  path: readonly string[],
): EntryRole | undefined {
  const [owner = '', second = '', ...below] = path;
  if (!(path.at(-1) ?? '').endsWith('.log') || below.length > 1) return undefined;
  if (kind === 'node') return nodeLogRole(programs, { name: second.replace(/\.service$/, ''), node: owner });
  if (kind !== 'pod' || namespace === undefined || below.length === 0) return undefined;
  const previous = below[0] === 'previous.log';
  return containerLogRole(programs, { namespace, pod: owner, container: second, previous });
}
