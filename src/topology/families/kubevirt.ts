import { mapAt, mapsAt, textAt } from '../../bundle/kube-path.js';
import type { KubeMap, KubeObject } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named, namedIn } from '../link-writer.js';
import type { ThingKey } from '../thing.js';

const INSTANCE = 'VirtualMachineInstance.kubevirt.io';

/** VM → VMI → virt-launcher Pod → claim, migrations, and DataVolume → claim. */
export const KUBEVIRT: LinkFamily = {
  'VirtualMachine.kubevirt.io': readMachine,
  [INSTANCE]: readInstance,
  'VirtualMachineInstanceMigration.kubevirt.io': readMigration,
  'DataVolume.cdi.kubevirt.io': readDataVolume,
  Pod: readPod,
};

function readMachine(machine: KubeObject, links: LinkWriter): void {
  readDisks(links.keyOf(machine), machine, ['spec', 'template', 'spec', 'volumes'], links);
}

/** A DataVolume makes a claim of its own name. */
function readDisks(key: ThingKey, owner: KubeObject, path: readonly string[], links: LinkWriter): void {
  for (const [index, volume] of mapsAt(owner.content, ...path).entries()) {
    const [field, claim] = claimOf(volume);
    links.link(key, 'claims', namedIn('pvc', owner.namespace, claim), owner, `${path.join('.')}[${index}].${field}`);
  }
}

function claimOf(volume: KubeMap): readonly [string, string | undefined] {
  const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
  return claim === undefined
    ? ['dataVolume.name', textAt(volume, 'dataVolume', 'name')]
    : ['persistentVolumeClaim.claimName', claim];
}

function readInstance(instance: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(instance);
  const machine = namedIn('vm', instance.namespace, instance.name);
  const node = named('node', textAt(instance.content, 'status', 'nodeName'));
  links.link(key, 'instance-of', machine, instance, 'metadata.name');
  links.link(key, 'runs-on', node, instance, 'status.nodeName');
  if (machine === undefined) return;
  readDisks(key, instance, ['spec', 'volumes'], links);
  links.shortcut(machine, 'runs-on', node, instance, 'status.nodeName');
  for (const [index, volume] of mapsAt(instance.content, 'spec', 'volumes').entries()) {
    const [field, claim] = claimOf(volume);
    const claimed = namedIn('pvc', instance.namespace, claim);
    links.shortcut(machine, 'claims', claimed, instance, `spec.volumes[${index}].${field}`);
  }
}

/** The pods of a running instance, its target during a migration too, are owned by it. */
function readPod(pod: KubeObject, links: LinkWriter): void {
  for (const [index, owner] of mapsAt(pod.content, 'metadata', 'ownerReferences').entries()) {
    if (textAt(owner, 'kind') !== 'VirtualMachineInstance') continue;
    const instance = namedIn(INSTANCE, pod.namespace, textAt(owner, 'name'));
    links.link(instance, 'runs-in', links.keyOf(pod), pod, `metadata.ownerReferences[${index}]`);
  }
}

function readMigration(migration: KubeObject, links: LinkWriter): void {
  const { content, namespace } = migration;
  const key = links.keyOf(migration);
  const name = textAt(content, 'spec', 'vmiName');
  links.link(key, 'migrates', namedIn(INSTANCE, namespace, name), migration, 'spec.vmiName');
  links.shortcut(key, 'migrates', namedIn('vm', namespace, name), migration, 'spec.vmiName');
  const state = mapAt(content, 'status', 'migrationState');
  const field = 'status.migrationState';
  links.link(key, 'moves-from', named('node', textAt(state, 'sourceNode')), migration, `${field}.sourceNode`);
  links.link(key, 'moves-to', named('node', textAt(state, 'targetNode')), migration, `${field}.targetNode`);
  links.link(key, 'moves-to', namedIn('pod', namespace, textAt(state, 'targetPod')), migration, `${field}.targetPod`);
}

function readDataVolume(volume: KubeObject, links: LinkWriter): void {
  const { content, namespace, name } = volume;
  const key = links.keyOf(volume);
  const claim = textAt(content, 'status', 'claimName');
  const field = claim === undefined ? 'metadata.name' : 'status.claimName';
  links.link(key, 'fills', namedIn('pvc', namespace, claim ?? name), volume, field);
  const source = mapAt(content, 'spec', 'source', 'pvc');
  const origin = namedIn('pvc', textAt(source, 'namespace') ?? namespace, textAt(source, 'name'));
  links.link(key, 'copies-from', origin, volume, 'spec.source.pvc');
}
