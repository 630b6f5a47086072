import { textAt } from '../../bundle/kube-path.js';
import type { KubeObject } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named, namedIn } from '../link-writer.js';

const LONGHORN_DRIVER = 'driver.longhorn.io';
const PROVISIONER = 'volume.kubernetes.io/storage-provisioner';

/** PersistentVolumeClaim → PersistentVolume → Longhorn volume, VolumeAttachment → PersistentVolume and Node, VolumeSnapshot → claim. */
export const CLAIMS: LinkFamily = {
  PersistentVolumeClaim: readClaim,
  PersistentVolume: readVolume,
  'VolumeAttachment.storage.k8s.io': readAttachment,
  'VolumeSnapshot.snapshot.storage.k8s.io': readSnapshot,
};

function readClaim(claim: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(claim);
  const volume = textAt(claim.content, 'spec', 'volumeName');
  links.link(key, 'bound-to', named('pv', volume), claim, 'spec.volumeName');
  // Longhorn names its volume like the PersistentVolume it was provisioned for.
  if (textAt(claim.content, 'metadata', 'annotations', PROVISIONER) === LONGHORN_DRIVER)
    links.shortcut(key, 'backed-by', named('volume', volume), claim, 'spec.volumeName');
  const storageClass = textAt(claim.content, 'spec', 'storageClassName');
  links.link(key, 'of-class', named('storage_class', storageClass), claim, 'spec.storageClassName');
}

function readVolume(volume: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(volume);
  const claimName = textAt(volume.content, 'spec', 'claimRef', 'name');
  const claim = namedIn('pvc', textAt(volume.content, 'spec', 'claimRef', 'namespace') ?? '', claimName);
  links.link(claim, 'bound-to', key, volume, 'spec.claimRef');
  if (textAt(volume.content, 'spec', 'csi', 'driver') !== LONGHORN_DRIVER) return;
  const longhorn = named('volume', textAt(volume.content, 'spec', 'csi', 'volumeHandle'));
  links.link(key, 'backed-by', longhorn, volume, 'spec.csi.volumeHandle');
  links.shortcut(claim, 'backed-by', longhorn, volume, 'spec.csi.volumeHandle');
}

function readAttachment(attachment: KubeObject, links: LinkWriter): void {
  const key = links.keyOf(attachment);
  const volume = textAt(attachment.content, 'spec', 'source', 'persistentVolumeName');
  links.link(key, 'attaches', named('pv', volume), attachment, 'spec.source.persistentVolumeName');
  links.link(
    key,
    'attached-to',
    named('node', textAt(attachment.content, 'spec', 'nodeName')),
    attachment,
    'spec.nodeName',
  );
}

function readSnapshot(snapshot: KubeObject, links: LinkWriter): void {
  const claim = textAt(snapshot.content, 'spec', 'source', 'persistentVolumeClaimName');
  links.link(
    links.keyOf(snapshot),
    'copies-from',
    namedIn('pvc', snapshot.namespace, claim),
    snapshot,
    'spec.source.persistentVolumeClaimName',
  );
}
