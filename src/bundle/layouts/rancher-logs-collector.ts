import type { EntryRole } from '../entry-role.js';
import type { Layout, LayoutTables } from './layout.js';
import { classifyKubeletLog } from './node-path.js';
import { containerLogRole, fileRole, nodeLogRole, objectsRole, resourceOfQualifiedPlural } from './roles.js';

/** Kubernetes distributions it has a directory for; `rke` runs everything in Docker containers. */
const DISTRIBUTIONS = new Set(['rke', 'rke2', 'k3s', 'kubeadm']);

/**
 * Namespaces the collector takes pod logs of (SYSTEM_NAMESPACES of the script). File names are `<ns>-<pod>`, so the list is what
 * tells the two apart.
 */
const SYSTEM_NAMESPACES = [
  'calico-system',
  'cattle-alerting',
  'cattle-fleet-local-system',
  'cattle-fleet-system',
  'cattle-global-data',
  'cattle-logging',
  'cattle-logging-system',
  'cattle-monitoring-system',
  'cattle-pipeline',
  'cattle-prometheus',
  'cattle-provisioning-capi-system',
  'cattle-resources-system',
  'cattle-system',
  'cattle-turtles-system',
  'cattle-ui-plugin-system',
  'fleet-default',
  'fleet-system',
  'ingress-nginx',
  'istio-system',
  'kube-public',
  'kube-system',
  'longhorn-system',
  'rancher-operator-system',
  'system-upgrade',
  'tigera-operator',
].sort((a, b) => b.length - a.length);

/** Archives of rancherlabs/support-tools `rancher2_logs_collector.sh`, which runs on one node: `<host>-<date>/<part>/...`. */
export function rancherLogsCollectorLayout(tables: LayoutTables): Layout {
  return {
    name: 'rancher-logs-collector',
    classify(segments) {
      const [part, name, ...below] = segments.slice(1);
      const node = /^(.+)-\d{4}-\d{2}-\d{2}_/.exec(segments[0] ?? '')?.[1];
      if (part === undefined || name === undefined || node === undefined) return undefined;
      if (part === 'journald' || part === 'systemlogs') return nodeLogRole(tables.programs, { name, node });
      if (DISTRIBUTIONS.has(part)) return classifyDistribution(tables, part, [name, ...below], node);
      return fileRole(`commands/${[part, name, ...below].join('/')}`, node);
    },
  };
}

function classifyDistribution(
  tables: LayoutTables,
  distribution: string,
  path: readonly string[],
  node: string,
): EntryRole {
  const [first = '', second, third] = path;
  const name = path.at(-1) ?? '';
  if (first === 'podlogs' && second !== undefined)
    return classifyKubeletLog(tables, path) ?? classifyPodLog(tables, second);
  if (first === 'containerlogs') return containerLogRole(tables.programs, { container: name, previous: false });
  if (first === 'kubectl' && second === 'rancher-prov' && third !== undefined) {
    return objectsRole(resourceOfQualifiedPlural(tables.kinds, third));
  }
  if (name.endsWith('.log')) return nodeLogRole(tables.programs, { name, node });
  if (path.length === 1 && name.endsWith('.yaml')) {
    const directory = name === 'config.yaml' ? '' : 'config.yaml.d/';
    return fileRole(`/etc/rancher/${distribution}/${directory}${name}`, node);
  }
  return fileRole(`commands/${distribution}/${path.join('/')}`, node);
}

/** `<ns>-<pod>[-previous]` with the lines of all containers; Docker's `k8s_<container>_<pod>_<ns>_<uid>_<n>` on RKE. */
function classifyPodLog({ programs }: LayoutTables, name: string): EntryRole {
  const [prefix, container, dockerPod, dockerNamespace] = name.split('_');
  if (prefix === 'k8s' && container !== undefined && dockerPod !== undefined && dockerNamespace !== undefined) {
    return containerLogRole(programs, { namespace: dockerNamespace, pod: dockerPod, container, previous: false });
  }
  const previous = name.endsWith('-previous');
  const base = previous ? name.slice(0, -'-previous'.length) : name;
  const namespace = SYSTEM_NAMESPACES.find((known) => base.startsWith(`${known}-`));
  const pod = namespace === undefined ? base : base.slice(namespace.length + 1);
  return containerLogRole(programs, { ...(namespace !== undefined && { namespace }), pod, previous });
}
