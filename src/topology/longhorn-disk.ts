import { mapAt, textAt } from '../bundle/kube-path.js';
import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';

/**
 * The disk of a replica, as `node/disk`. A replica names its disk by UUID; the Longhorn node says which disk has it. Without that list the
 * UUID stands for the disk.
 */
export function diskOf(replica: KubeObject, objects: ObjectIndex): string | undefined {
  const node = textAt(replica.content, 'spec', 'nodeID');
  const uuid = textAt(replica.content, 'spec', 'diskID');
  if (node === undefined || uuid === undefined) return undefined;
  const host = objects.get('Node.longhorn.io', `${replica.namespace}/${node}`);
  const disks = host === undefined ? {} : mapAt(host.content, 'status', 'diskStatus');
  const disk = Object.keys(disks).find((name) => textAt(disks, name, 'diskUUID') === uuid);
  return `${node}/${disk ?? uuid}`;
}
