/** Names and ids that depend only on what they are made for: the same pod has the same name in every sample. */

import { createHash } from 'node:crypto';

/** The alphabet of names that Kubernetes generates (apimachinery `rand.SafeEncodeString`). */
const SAFE_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** `length` (at most 64) hexadecimal digits derived from `text`. */
export function hexOf(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}

/** A version-4-shaped UUID derived from `text`. */
export function uuidOf(text: string): string {
  const hex = hexOf(text, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** `length` (at most 32) letters of the Kubernetes name alphabet derived from `text`. */
export function safeNameOf(text: string, length: number): string {
  const digest = createHash('sha256').update(text).digest();
  let name = '';
  for (let i = 0; i < length; i += 1) {
    name += SAFE_ALPHABET[digest.readUInt8(i) % SAFE_ALPHABET.length] ?? 'x';
  }
  return name;
}

/** Name of the ReplicaSet of a Deployment: `<deployment>-<10 letters>`. */
export function replicaSetName(namespace: string, deployment: string): string {
  return `${deployment}-${safeNameOf(`replicaset/${namespace}/${deployment}`, 10)}`;
}

/** Name of pod number `index` (from 0) of a Deployment. */
export function deploymentPodName(namespace: string, deployment: string, index: number): string {
  const suffix = safeNameOf(`pod/${namespace}/${deployment}/${index}`, 5);
  return `${replicaSetName(namespace, deployment)}-${suffix}`;
}

/** Name of the pod of a DaemonSet on a node. */
export function daemonSetPodName(namespace: string, daemonSet: string, node: string): string {
  return `${daemonSet}-${safeNameOf(`pod/${namespace}/${daemonSet}/${node}`, 5)}`;
}

/** Name of the CAPI Machine (and CustomMachine) of a node: `custom-<12 hex>`. */
export function machineName(node: string): string {
  return `custom-${hexOf(`machine/${node}`, 12)}`;
}

/** Name of the Longhorn instance-manager of a node. */
export function instanceManagerName(node: string): string {
  return `instance-manager-${hexOf(`instance-manager/${node}`, 32)}`;
}

/** Name of the volume (PersistentVolume and Longhorn Volume) that serves a claim. */
export function volumeName(namespace: string, claim: string): string {
  return `pvc-${uuidOf(`claim/${namespace}/${claim}`)}`;
}

/** Name of the Longhorn Replica of a volume on a node. */
export function replicaName(volume: string, node: string): string {
  return `${volume}-r-${hexOf(`replica/${volume}/${node}`, 8)}`;
}

/** Id of an etcd member, 16 hexadecimal digits. */
export function etcdMemberId(node: string): string {
  return hexOf(`etcd/${node}`, 16);
}

/** Name of the virt-launcher pod of a VM. */
export function launcherPodName(namespace: string, vm: string): string {
  return `virt-launcher-${vm}-${safeNameOf(`launcher/${namespace}/${vm}`, 5)}`;
}
