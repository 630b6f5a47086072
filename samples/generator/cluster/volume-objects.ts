/** Objects of one volume: Longhorn's Volume, Engine, Replicas and tickets, and the claim side of Kubernetes. */

import { hexOf, instanceManagerName, replicaName, uuidOf } from '../identifiers.js';
import type { JsonObject, KubernetesObject } from '../json-object.js';
import type { SampleSpec } from '../sample-spec.js';
import { CLUSTER_AGE_DAYS, condition, daysAgo, newObject, POD_AGE_DAYS } from './cluster-context.js';
import { GIB, instanceManagerAddress, instancePort, LONGHORN_API, LONGHORN_NAMESPACE } from './longhorn-instances.js';
import type { ClusterVolume } from './volumes.js';

const PROVISIONER = 'driver.longhorn.io';

/** All objects of a volume. */
export function volumeObjects(spec: SampleSpec, volume: ClusterVolume): KubernetesObject[] {
  return [
    longhornVolume(spec, volume),
    engine(spec, volume),
    ...volume.replicaNodes.map((node) => replica(spec, volume, node)),
    tickets(spec, volume),
    persistentVolume(spec, volume),
    claim(spec, volume),
    ...(volume.node === '' ? [] : [attachment(spec, volume)]),
  ];
}

function ownedBy(volume: ClusterVolume): { apiVersion: string; kind: string; name: string } {
  return { apiVersion: LONGHORN_API, kind: 'Volume', name: volume.name };
}

function engineImage(spec: SampleSpec): string {
  return `longhornio/longhorn-engine:${spec.cluster.longhorn}`;
}

/** Fields of spec that engines and replicas share. */
function instanceSpec(spec: SampleSpec, volume: ClusterVolume): JsonObject {
  return {
    dataEngine: 'v1',
    desireState: volume.node === '' ? 'stopped' : 'running',
    image: engineImage(spec),
    volumeName: volume.name,
    volumeSize: String(volume.sizeGiB * GIB),
  };
}

/** Fields of status that tell where an engine or replica runs; `node` is '' for a stopped one. */
function instanceStatus(spec: SampleSpec, name: string, node: string, owner: string): JsonObject {
  if (node === '') {
    const nowhere = { instanceManagerName: '', ip: '', port: 0, storageIP: '' };
    return { ...nowhere, currentImage: '', currentState: 'stopped', ownerID: owner, started: false };
  }
  const address = instanceManagerAddress(spec, node);
  return {
    currentImage: engineImage(spec),
    currentState: 'running',
    instanceManagerName: instanceManagerName(node),
    ip: address,
    ownerID: owner,
    port: instancePort(name),
    started: true,
    storageIP: address,
  };
}

function longhornVolume(spec: SampleSpec, volume: ClusterVolume): KubernetesObject {
  const { name, node, replicaNodes, migratable } = volume;
  const attached = node !== '';
  const image = engineImage(spec);
  return newObject(spec, LONGHORN_API, 'Volume', name, {
    namespace: LONGHORN_NAMESPACE,
    labels: { longhornvolume: name },
    finalizers: ['longhorn.io'],
    body: {
      spec: {
        accessMode: migratable ? 'rwx' : 'rwo',
        dataEngine: 'v1',
        dataLocality: 'disabled',
        frontend: 'blockdev',
        image,
        migratable,
        migrationNodeID: '',
        nodeID: node,
        numberOfReplicas: replicaNodes.length,
        size: String(volume.sizeGiB * GIB),
        staleReplicaTimeout: 30,
      },
      status: {
        actualSize: Math.floor(volume.sizeGiB * 0.4 * GIB),
        conditions: [
          condition(spec, 'Scheduled', 'True', '', ''),
          condition(spec, 'WaitForBackingImage', 'False', '', ''),
          condition(spec, 'TooManySnapshots', 'False', '', ''),
        ],
        currentImage: image,
        currentMigrationNodeID: '',
        currentNodeID: node,
        expansionRequired: false,
        frontendDisabled: false,
        kubernetesStatus: kubernetesStatus(volume),
        ownerID: attached ? node : (replicaNodes[0] ?? ''),
        remountRequestedAt: '',
        restoreRequired: false,
        robustness: attached ? 'healthy' : 'unknown',
        state: attached ? 'attached' : 'detached',
      },
    },
  });
}

function kubernetesStatus(volume: ClusterVolume): JsonObject {
  const workload = {
    podName: volume.pod,
    podStatus: 'Running',
    workloadName: volume.pod.replace(/-\w{5}$/, ''),
    workloadType: volume.migratable ? 'VirtualMachineInstance' : 'StatefulSet',
  };
  return {
    lastPVCRefAt: '',
    lastPodRefAt: '',
    namespace: volume.namespace,
    pvName: volume.name,
    pvStatus: 'Bound',
    pvcName: volume.claim,
    workloadsStatus: volume.node === '' ? [] : [workload],
  };
}

function engine(spec: SampleSpec, volume: ClusterVolume): KubernetesObject {
  const { name, node, replicaNodes } = volume;
  const addresses: JsonObject = {};
  const modes: JsonObject = {};
  for (const at of replicaNodes) {
    const instance = replicaName(name, at);
    addresses[instance] = `${instanceManagerAddress(spec, at)}:${instancePort(instance)}`;
    modes[instance] = 'RW';
  }
  const attached = node !== '';
  return newObject(spec, LONGHORN_API, 'Engine', `${name}-e-0`, {
    namespace: LONGHORN_NAMESPACE,
    labels: { longhornnode: node, longhornvolume: name },
    finalizers: ['longhorn.io'],
    owner: ownedBy(volume),
    body: {
      spec: {
        ...instanceSpec(spec, volume),
        active: true,
        frontend: 'blockdev',
        nodeID: node,
        replicaAddressMap: addresses,
        upgradedReplicaAddressMap: {},
      },
      status: {
        ...instanceStatus(spec, `${name}-e-0`, node, attached ? node : (replicaNodes[0] ?? '')),
        currentReplicaAddressMap: attached ? addresses : {},
        currentSize: attached ? String(volume.sizeGiB * GIB) : '0',
        endpoint: attached ? `/dev/longhorn/${name}` : '',
        replicaModeMap: attached ? modes : {},
      },
    },
  });
}

function replica(spec: SampleSpec, volume: ClusterVolume, node: string): KubernetesObject {
  const name = replicaName(volume.name, node);
  return newObject(spec, LONGHORN_API, 'Replica', name, {
    namespace: LONGHORN_NAMESPACE,
    labels: { longhornnode: node, longhornvolume: volume.name },
    finalizers: ['longhorn.io'],
    owner: ownedBy(volume),
    body: {
      spec: {
        ...instanceSpec(spec, volume),
        active: true,
        dataDirectoryName: `${volume.name}-${hexOf(`directory/${volume.name}/${node}`, 8)}`,
        diskID: uuidOf(`disk/${node}`),
        diskPath: '/var/lib/harvester/defaultdisk',
        engineName: `${volume.name}-e-0`,
        evictionRequested: false,
        failedAt: '',
        healthyAt: daysAgo(spec, POD_AGE_DAYS),
        lastFailedAt: '',
        lastHealthyAt: daysAgo(spec, 0.01),
        nodeID: node,
      },
      status: instanceStatus(spec, name, volume.node === '' ? '' : node, node),
    },
  });
}

function attachmentName(volume: ClusterVolume): string {
  return `csi-${hexOf(`${volume.name}${PROVISIONER}${volume.node}`, 64)}`;
}

/** Longhorn's VolumeAttachment: who wants the volume where. */
function tickets(spec: SampleSpec, volume: ClusterVolume): KubernetesObject {
  const id = attachmentName(volume);
  const parameters = { disableFrontend: 'false', lastAttachedBy: '' };
  const satisfied = [condition(spec, 'Satisfied', 'True', '', '')];
  const attached = volume.node !== '';
  return newObject(spec, LONGHORN_API, 'VolumeAttachment', volume.name, {
    namespace: LONGHORN_NAMESPACE,
    labels: { longhornvolume: volume.name },
    owner: ownedBy(volume),
    body: {
      spec: {
        attachmentTickets: attached
          ? { [id]: { generation: 0, id, nodeID: volume.node, parameters, type: 'csi-attacher' } }
          : {},
        volume: volume.name,
      },
      status: {
        attachmentTicketStatuses: attached
          ? { [id]: { conditions: satisfied, generation: 0, id, satisfied: true } }
          : {},
      },
    },
  });
}

function claimSpec(volume: ClusterVolume): JsonObject {
  return {
    accessModes: [volume.migratable ? 'ReadWriteMany' : 'ReadWriteOnce'],
    storageClassName: 'harvester-longhorn',
    volumeMode: volume.migratable ? 'Block' : 'Filesystem',
  };
}

function persistentVolume(spec: SampleSpec, volume: ClusterVolume): KubernetesObject {
  const { name, namespace, claim: claimName } = volume;
  return newObject(spec, 'v1', 'PersistentVolume', name, {
    annotations: { 'pv.kubernetes.io/provisioned-by': PROVISIONER },
    finalizers: ['kubernetes.io/pv-protection', 'external-attacher/driver-longhorn-io'],
    body: {
      spec: {
        ...claimSpec(volume),
        capacity: { storage: `${volume.sizeGiB}Gi` },
        claimRef: {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          name: claimName,
          namespace,
          uid: uuidOf(`PersistentVolumeClaim/${namespace}/${claimName}`),
        },
        csi: {
          driver: PROVISIONER,
          fsType: 'ext4',
          volumeAttributes: {
            migratable: String(volume.migratable),
            numberOfReplicas: String(volume.replicaNodes.length),
          },
          volumeHandle: name,
        },
        persistentVolumeReclaimPolicy: 'Delete',
      },
      status: { phase: 'Bound', lastPhaseTransitionTime: daysAgo(spec, CLUSTER_AGE_DAYS) },
    },
  });
}

function claim(spec: SampleSpec, volume: ClusterVolume): KubernetesObject {
  const storage = `${volume.sizeGiB}Gi`;
  const wanted = claimSpec(volume);
  return newObject(spec, 'v1', 'PersistentVolumeClaim', volume.claim, {
    namespace: volume.namespace,
    annotations: {
      'pv.kubernetes.io/bind-completed': 'yes',
      'volume.kubernetes.io/storage-provisioner': PROVISIONER,
    },
    finalizers: ['kubernetes.io/pvc-protection'],
    body: {
      spec: { ...wanted, resources: { requests: { storage } }, volumeName: volume.name },
      status: { accessModes: wanted.accessModes ?? [], capacity: { storage }, phase: 'Bound' },
    },
  });
}

/** Kubernetes' VolumeAttachment of an attached volume. */
function attachment(spec: SampleSpec, volume: ClusterVolume): KubernetesObject {
  return newObject(spec, 'storage.k8s.io/v1', 'VolumeAttachment', attachmentName(volume), {
    annotations: { 'csi.alpha.kubernetes.io/node-id': volume.node },
    finalizers: ['external-attacher/driver-longhorn-io'],
    ageDays: POD_AGE_DAYS,
    body: {
      spec: { attacher: PROVISIONER, nodeName: volume.node, source: { persistentVolumeName: volume.name } },
      status: { attached: true },
    },
  });
}
