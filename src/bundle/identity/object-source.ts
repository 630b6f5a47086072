import type { KubeObject } from '../../model/kube-object.js';

/** Gives the objects of a kind (`Node`, `Setting.longhorn.io`); none when the kind was not collected. */
export type ObjectSource = (resource: string) => Iterable<KubeObject>;

/** Every kind that the identity of a bundle is read from. */
export const IDENTITY_KINDS = [
  'Node',
  'Pod',
  'Lease.coordination.k8s.io',
  'Setting.harvesterhci.io',
  'Setting.longhorn.io',
  'Setting.management.cattle.io',
  'KubeVirt.kubevirt.io',
  'Upgrade.harvesterhci.io',
] as const;
