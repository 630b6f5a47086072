import { mapAt, mapsAt, textAt } from '../../bundle/kube-path.js';
import type { KubeObject } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named, namedIn } from '../link-writer.js';

/** Labels by which KubeVirt and Harvester say which VM a pod runs. */
const VM_LABELS = ['vm.kubevirt.io/name', 'harvesterhci.io/vmName'];

/** Pod → Node, Pod → PersistentVolumeClaim, virt-launcher Pod → VM. */
export const PODS: LinkFamily = { Pod: readPod };

function readPod(pod: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(pod);
  links.link(key, 'runs-on', named('node', textAt(pod.content, 'spec', 'nodeName')), pod, 'spec.nodeName');
  for (const [index, volume] of mapsAt(pod.content, 'spec', 'volumes').entries()) {
    const field = `spec.volumes[${index}]`;
    const claim = textAt(volume, 'persistentVolumeClaim', 'claimName');
    links.link(key, 'claims', namedIn('pvc', pod.namespace, claim), pod, `${field}.persistentVolumeClaim.claimName`);
    // The claim of a generic ephemeral volume is named after the pod and the volume.
    if (typeof volume['ephemeral'] === 'object') {
      const name = `${pod.name}-${textAt(volume, 'name') ?? ''}`;
      links.link(key, 'claims', namedIn('pvc', pod.namespace, name), pod, `${field}.ephemeral`);
    }
  }
  const labels = mapAt(pod.content, 'metadata', 'labels');
  for (const label of VM_LABELS) {
    const machine = namedIn('vm', pod.namespace, textAt(labels, label));
    if (machine === undefined) continue;
    links.shortcut(machine, 'runs-in', key, pod, `metadata.labels[${label}]`);
  }
}
