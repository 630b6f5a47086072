import { mapAt, textAt } from '../../bundle/kube-path.js';
import type { KubeObject } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named, namedIn } from '../link-writer.js';
import { diskOf } from '../longhorn-disk.js';

/** Longhorn volume → engine, replica → instance manager → pod, node and disk; attachments and share managers. */
export const LONGHORN: LinkFamily = {
  'Volume.longhorn.io': readVolume,
  'Engine.longhorn.io': readEngine,
  'Replica.longhorn.io': readReplica,
  'InstanceManager.longhorn.io': readInstanceManager,
  'Node.longhorn.io': readNode,
  'VolumeAttachment.longhorn.io': readAttachment,
  'ShareManager.longhorn.io': readShareManager,
};

function readVolume(volume: KubeObject, links: LinkWriter): void {
  const { content } = volume;
  const key = links.keyOf(volume);
  const image = textAt(content, 'spec', 'backingImage');
  links.link(key, 'based-on', named('backing_image', image), volume, 'spec.backingImage');
  links.shortcut(key, 'attached-to', named('node', textAt(content, 'spec', 'nodeID')), volume, 'spec.nodeID');
  const status = mapAt(content, 'status', 'kubernetesStatus');
  // With a time of the last reference the names are those of a claim that is gone.
  if (textAt(status, 'lastPVCRefAt') !== undefined) return;
  const field = 'status.kubernetesStatus';
  links.link(named('pv', textAt(status, 'pvName')), 'backed-by', key, volume, `${field}.pvName`);
  const claim = namedIn('pvc', textAt(status, 'namespace') ?? '', textAt(status, 'pvcName'));
  links.shortcut(claim, 'backed-by', key, volume, `${field}.pvcName`);
}

/** What engines and replicas have in common. */
function readInstance(instance: KubeObject, relation: 'engine-of' | 'replica-of', links: LinkWriter): void {
  const { content } = instance;
  const key = links.keyOf(instance);
  const volume = named('volume', textAt(content, 'spec', 'volumeName'));
  const node = named('node', textAt(content, 'spec', 'nodeID'));
  const manager = named('instance_manager', textAt(content, 'status', 'instanceManagerName'));
  links.link(key, relation, volume, instance, 'spec.volumeName');
  links.link(key, 'runs-on', node, instance, 'spec.nodeID');
  links.link(key, 'runs-in', manager, instance, 'status.instanceManagerName');
  links.shortcut(volume, 'attached-to', node, instance, 'spec.nodeID');
}

function readEngine(engine: KubeObject, links: LinkWriter): void {
  readInstance(engine, 'engine-of', links);
  const key = links.keyOf(engine);
  for (const field of ['status.currentReplicaAddressMap', 'spec.replicaAddressMap']) {
    for (const replica of Object.keys(mapAt(engine.content, ...field.split('.'))))
      links.link(key, 'connects-to', named('replica', replica), engine, `${field}[${replica}]`);
  }
}

function readReplica(replica: KubeObject, links: LinkWriter): void {
  readInstance(replica, 'replica-of', links);
  const disk = named('disk', diskOf(replica, links.objects));
  links.link(links.keyOf(replica), 'stored-on', disk, replica, 'spec.diskID');
}

/** Fields in which releases list the processes of an instance manager; `instances` was for all before 1.5. */
const INSTANCE_LISTS = ['instances', 'instanceEngines', 'instanceReplicas'];

function readInstanceManager(manager: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(manager);
  links.link(key, 'runs-on', named('node', textAt(manager.content, 'spec', 'nodeID')), manager, 'spec.nodeID');
  links.link(key, 'runs-in', namedIn('pod', manager.namespace, manager.name), manager, 'metadata.name');
  for (const list of INSTANCE_LISTS) {
    for (const instance of Object.keys(mapAt(manager.content, 'status', list))) {
      // Those that have an object say it themselves; a process without one is left over.
      const name = /-e-[0-9a-z]+$/.test(instance) ? 'engine' : 'replica';
      const resource = links.names.kindOf(name);
      if (links.objects.get(resource, `${manager.namespace}/${instance}`) !== undefined) continue;
      links.link(named(name, instance), 'runs-in', key, manager, `status.${list}[${instance}]`);
    }
  }
}

function readNode(node: KubeObject, links: LinkWriter): void {
  const host = named('node', node.name);
  links.link(links.keyOf(node), 'represents', host, node, 'metadata.name');
  for (const disk of Object.keys(mapAt(node.content, 'spec', 'disks')))
    links.link(named('disk', `${node.name}/${disk}`), 'disk-of', host, node, `spec.disks[${disk}]`);
}

function readAttachment(attachment: KubeObject, links: LinkWriter): void {
  const { content } = attachment;
  const key = links.keyOf(attachment);
  links.link(key, 'attaches', named('volume', textAt(content, 'spec', 'volume')), attachment, 'spec.volume');
  const tickets = mapAt(content, 'spec', 'attachmentTickets');
  for (const ticket of Object.keys(tickets)) {
    const node = named('node', textAt(tickets, ticket, 'nodeID'));
    links.link(key, 'attached-to', node, attachment, `spec.attachmentTickets[${ticket}].nodeID`);
  }
}

/** A share manager is named like its volume, its pod after both. */
function readShareManager(manager: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(manager);
  links.link(key, 'exports', named('volume', manager.name), manager, 'metadata.name');
  const pod = `share-manager-${manager.name}`;
  links.link(key, 'runs-in', namedIn('pod', manager.namespace, pod), manager, 'metadata.name');
}
