import { mapsAt, textAt } from '../bundle/kube-path.js';
import type { KubeMap } from '../model/kube-object.js';
import type { FamilyReader } from './fact.js';

/** A CronJob names its Jobs after itself and the minute they were due: `backup-28437120`. */
const DUE_MINUTE = /-\d{8,10}$/;

/** The controller of an object, in its namespace; the owner when there is only one and none is said to be the controller. */
export const ownerFamily: FamilyReader = (content) => {
  const owner = ownerOf(content);
  if (owner === undefined) return undefined;
  return `${owner.kind} ${owner.name.replace(owner.kind === 'Job' ? DUE_MINUTE : /$^/, '')}`;
};

/**
 * Who makes a pod: the Deployment behind a ReplicaSet, since each version of a Deployment has a ReplicaSet of its own; for an instance-manager of
 * Longhorn its node, since the InstanceManager is remade with the pod.
 */
export const podFamily: FamilyReader = (content) => {
  const owner = ownerOf(content);
  if (owner?.kind === 'InstanceManager') {
    const type = textAt(content, 'metadata', 'labels', 'longhorn.io/instance-manager-type') ?? '';
    return `InstanceManager of ${textAt(content, 'spec', 'nodeName') ?? 'no node'} ${type}`.trimEnd();
  }
  const hash = textAt(content, 'metadata', 'labels', 'pod-template-hash');
  if (owner?.kind === 'ReplicaSet' && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return `Deployment ${owner.name.slice(0, -hash.length - 1)}`;
  }
  return ownerFamily(content);
};

/** Instance-managers of one node; before v1.5 there were two types on each. */
export const instanceManagerFamily: FamilyReader = (content) => {
  const node = textAt(content, 'spec', 'nodeID');
  return node === undefined ? undefined : `${textAt(content, 'spec', 'type') ?? 'instance-manager'} of Node ${node}`;
};

/** Attachments of one volume; their names are digests of volume and node. */
export const attachmentFamily: FamilyReader = (content) => {
  const volume = textAt(content, 'spec', 'source', 'persistentVolumeName');
  return volume === undefined ? undefined : `PersistentVolume ${volume}`;
};

/** Migrations of one VM. */
export const migrationFamily: FamilyReader = (content) => {
  const name = textAt(content, 'spec', 'vmiName');
  return name === undefined ? undefined : `VirtualMachineInstance ${name}`;
};

/** Kind of the controller of an object; undefined when it has none. */
export function ownerKind(content: KubeMap): string | undefined {
  return ownerOf(content)?.kind;
}

function ownerOf(content: KubeMap): { readonly kind: string; readonly name: string } | undefined {
  const owners = mapsAt(content, 'metadata', 'ownerReferences');
  const owner = owners.find(({ controller }) => controller === true) ?? (owners.length === 1 ? owners[0] : undefined);
  if (owner === undefined) return undefined;
  const kind = textAt(owner, 'kind');
  const name = textAt(owner, 'name');
  return kind === undefined || name === undefined ? undefined : { kind, name };
}
