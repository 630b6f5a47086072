import type { EntryRole } from '../entry-role.js';
import type { Layout, LayoutTables } from './layout.js';
import { IGNORED } from './layout.js';
import { classifyKubeletLog, HOST_DIRECTORIES } from './node-path.js';
import { containerLogRole, fileRole, nodeLogRole, objectsRole, resourceOfQualifiedPlural } from './roles.js';

/** Directories that it makes for a Kubernetes distribution; `rke`, called `k8s` before, runs everything in Docker containers. */
const DISTRIBUTIONS = new Set(['rke', 'rke2', 'k3s', 'kubeadm', 'k8s']);

/** Directories of a distribution that no other collector writes below its name. */
const PARTS_OF_DISTRIBUTION = new Set([
  'agent-logs',
  'containerinspect',
  'containerlogs',
  'crictl',
  'directories',
  'kubectl',
  'podinspect',
  'podlogs',
  'server-logs',
]);

/** Its other directories that are recognised without the directory with the name of the host. */
const PARTS = new Set(['journald', 'systeminfo', 'systemlogs']);

/** The directory, and the archive, that are named after host and time. */
const HOST_AND_TIME = /^(.+)-\d{4}-\d{2}-\d{2}_/;

/** How many directories or archives may stand above the collector's own. */
const MAX_ABOVE = 4;

/** Copies of files of the host under names of its own. */
const HOST_FILES: ReadonlyMap<string, string> = new Map([
  ['etchosts', '/etc/hosts'],
  ['etcresolvconf', '/etc/resolv.conf'],
  ['hostname', '/etc/hostname'],
  ['osrelease', '/etc/os-release'],
]);

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
  'suse-observability',
  'system-upgrade',
  'tigera-operator',
].sort((a, b) => b.length - a.length);

/**
 * Archives of rancherlabs/support-tools `rancher2_logs_collector.sh`, which runs on one node: `<host>-<date>/<part>/...`. Older ones
 * have no directory at the top; then the archive's own name tells the host.
 * @param bundle file name of the bundle
 */
export function rancherLogsCollectorLayout(tables: LayoutTables, bundle: string): Layout {
  const hostOfBundle = HOST_AND_TIME.exec(bundle)?.[1];
  return {
    name: 'rancher-logs-collector',
    classify(segments) {
      const top = segments.slice(0, MAX_ABOVE + 1).findLastIndex((segment) => HOST_AND_TIME.test(segment));
      const start = top < 0 ? partIn(segments) : top + 1;
      const [part, name, ...below] = segments.slice(start);
      if (start < 0 || part === undefined || name === undefined) return undefined;
      const node = top < 0 ? hostOfBundle : HOST_AND_TIME.exec(segments[top] ?? '')?.[1];
      return classifyPart(tables, part, [name, ...below], node);
    },
  };
}

/** Where the collector's directories begin when none is named after the host; -1 when this is another tree. */
function partIn(segments: readonly string[]): number {
  return segments.slice(0, MAX_ABOVE + 1).findIndex((segment, index, above) => {
    if (above.slice(0, index).some((name) => HOST_DIRECTORIES.has(name))) return false;
    return PARTS.has(segment) || (DISTRIBUTIONS.has(segment) && PARTS_OF_DISTRIBUTION.has(segments[index + 1] ?? ''));
  });
}

function classifyPart(
  tables: LayoutTables,
  part: string,
  path: readonly string[],
  node: string | undefined,
): EntryRole {
  const [name = '', ...below] = path;
  const onNode = node !== undefined && { node };
  // Below systemlogs/ lie the databases of atop and sysstat.
  if (part === 'systemlogs' && below.length > 0) return IGNORED;
  if (part === 'journald' || part === 'systemlogs') return nodeLogRole(tables.programs, { name, ...onNode });
  if (part === 'systeminfo' && name === 'dmesg') return nodeLogRole(tables.programs, { name, ...onNode });
  const file = part === 'systeminfo' ? HOST_FILES.get(name) : undefined;
  if (file !== undefined) return fileRole(file, node);
  if (part === 'rancher' && name === 'containerlogs' && below[0]?.startsWith('server-')) {
    return dockerLogRole(tables, 'rancher', node);
  }
  if (DISTRIBUTIONS.has(part)) return classifyDistribution(tables, part, path, node);
  return fileRole(`commands/${[part, ...path].join('/')}`, node);
}

function classifyDistribution(
  tables: LayoutTables,
  distribution: string,
  path: readonly string[],
  node: string | undefined,
): EntryRole {
  const [first = '', second, third] = path;
  const name = path.at(-1) ?? '';
  if (first === 'podlogs' && second !== undefined)
    return classifyKubeletLog(tables, path) ?? classifyPodLog(tables, second);
  if (first === 'containers-varlogs' && second !== undefined) {
    return classifyKubeletLog(tables, ['containers', second]) ?? IGNORED;
  }
  if (first === 'containerlogs') return dockerLogRole(tables, name, node);
  if (first === 'kubectl' && second === 'rancher-prov' && third !== undefined) {
    return objectsRole(resourceOfQualifiedPlural(tables.kinds, third));
  }
  // `nodes.json` beside the table `nodes`.
  if (first === 'kubectl' && name.endsWith('.json')) {
    return objectsRole(resourceOfQualifiedPlural(tables.kinds, name.slice(0, -'.json'.length)));
  }
  if (name.endsWith('.log')) return nodeLogRole(tables.programs, { name, ...(node !== undefined && { node }) });
  if (path.length === 1 && name.endsWith('.yaml')) {
    const directory = name === 'config.yaml' ? '' : 'config.yaml.d/';
    return fileRole(`/etc/rancher/${distribution}/${directory}${name}`, node);
  }
  return fileRole(`commands/${distribution}/${path.join('/')}`, node);
}

/** A container that Docker runs on the host without a pod. RKE names it after its program. */
function dockerLogRole({ programs }: LayoutTables, container: string, node: string | undefined): EntryRole {
  const written = programs.has(container) ? [container] : [];
  return {
    kind: 'log',
    stream: { programs: written, container, previous: false, ...(node !== undefined && { node }) },
  };
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
