import type { EntryRole } from '../entry-role.js';
import { hasLogExtension, parseLogFileName } from '../log-file-name.js';
import type { Layout, LayoutTables } from './layout.js';
import { IGNORED, METADATA } from './layout.js';
import { containerLogRole, fileRole, objectsRole, resourceOfQualifiedPlural } from './roles.js';

/** Directory names of cluster-resources that are not the plural (troubleshoot pkg/constants, and names of older releases). */
const RESOURCE_OF_DIRECTORY: ReadonlyMap<string, string> = new Map([
  ['pvcs', 'PersistentVolumeClaim'],
  ['pvs', 'PersistentVolume'],
  ['ingress', 'Ingress.networking.k8s.io'],
  ['network-policy', 'NetworkPolicy.networking.k8s.io'],
  ['pod-disruption-budgets', 'PodDisruptionBudget.policy'],
  ['resource-quota', 'ResourceQuota'],
  ['resource-quotas', 'ResourceQuota'],
  ['storage-classes', 'StorageClass.storage.k8s.io'],
  ['custom-resource-definitions', 'CustomResourceDefinition.apiextensions.k8s.io'],
  ['image-pull-secrets', 'Secret'],
  ['clusterRoleBindings', 'ClusterRoleBinding.rbac.authorization.k8s.io'],
]);

/** About the API server or the user that collected, not objects of the cluster. */
const NOT_OBJECTS = new Set(['auth-cani-list', 'groups', 'resources']);

/** Bundles of replicatedhq/troubleshoot (`kubectl support-bundle`). */
export function troubleshootLayout(tables: LayoutTables): Layout {
  return {
    name: 'troubleshoot',
    classify(segments) {
      const anchor = segments.slice(0, 3).findIndex((segment) => ANCHORS.has(segment));
      const rest = segments.slice(anchor + 1);
      if (anchor >= 0 && rest.length > 0) {
        if (segments[anchor] === 'cluster-resources') return classifyClusterResource(tables, rest);
        return segments[anchor] === 'cluster-info'
          ? classifyClusterInfo(rest)
          : fileRole(`commands/host-collectors/${rest.join('/')}`);
      }
      if (segments.length > 2) return undefined;
      return TOP_FILES.get(segments.at(-1) ?? '');
    },
  };
}

const ANCHORS = new Set(['cluster-resources', 'cluster-info', 'host-collectors']);
const TOP_FILES: ReadonlyMap<string, EntryRole> = new Map([
  ['version.yaml', METADATA],
  ['analysis.json', IGNORED],
]);

/** sosreports have a `cluster-info` directory too, without this file. */
function classifyClusterInfo(rest: readonly string[]): EntryRole | undefined {
  return rest.length === 1 && rest[0] === 'cluster_version.json' ? METADATA : undefined;
}

/** `<resource>/<ns>.json`, `<resource>.json`, `custom-resources/<plural>.<group>[/<ns>].yaml`, `pods/logs/<ns>/<pod>/<container>.log`. */
function classifyClusterResource(tables: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const [first = '', second] = rest;
  const file = rest.at(-1) ?? '';
  if (hasLogExtension(file)) return classifyPodLog(tables, rest);
  if (!/\.(?:json|yaml)$/.test(file)) return IGNORED;
  const stem = file.slice(0, file.lastIndexOf('.'));
  if (stem.endsWith('-errors') || NOT_OBJECTS.has(rest.length === 1 ? stem : first)) return IGNORED;
  if (first === 'custom-resources') {
    const [, resource = stem] = rest;
    if (rest.length > 3) return undefined;
    return rest.length === 2
      ? objectsRole(resourceOfQualifiedPlural(tables.kinds, stem))
      : objectsRole(resourceOfQualifiedPlural(tables.kinds, resource), stem);
  }
  if (rest.length === 1) return objectsRole(resourceOfDirectory(tables, stem));
  return objectsRole(resourceOfDirectory(tables, first), rest.length === 2 ? stem : second);
}

function resourceOfDirectory({ kinds }: LayoutTables, name: string): string | undefined {
  return RESOURCE_OF_DIRECTORY.get(name) ?? kinds.byPluralAlone(name);
}

function classifyPodLog({ programs }: LayoutTables, rest: readonly string[]): EntryRole | undefined {
  const [pods, logs, namespace, pod, file] = rest;
  if (pods !== 'pods' || logs !== 'logs' || namespace === undefined || pod === undefined || file === undefined)
    return undefined;
  const { stem, previous } = parseLogFileName(file);
  return containerLogRole(programs, { namespace, pod, container: stem, previous });
}
