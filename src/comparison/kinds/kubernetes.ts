import { conditions } from '../conditions.js';
import { type ComparedKinds, Health } from '../fact.js';
import { eachMember, field, images, presence, ratio, structure } from '../fact-readers.js';
import { attachmentFamily, ownerFamily, podFamily } from '../family.js';
import { annotations, labels, roles, taints } from './node-facts.js';
import { podFacts } from './pod-facts.js';
import { webhooks } from './webhook-facts.js';

const { fine, degraded, failed } = Health;
const TEMPLATE = ['spec', 'template', 'spec'] as const;

/** What tells how the machines are. */
export const nodeKinds: ComparedKinds = {
  Node: {
    facts: [
      // Unknown is what a node's conditions become when it no longer answers.
      conditions({ troubleWhenFalse: ['EtcdIsVoter'], unknownIs: failed }),
      field('spec.unschedulable', { health: { true: degraded } }),
      roles,
      taints,
      labels,
      annotations,
      field('status.nodeInfo.kubeletVersion', { label: 'kubelet', topic: 'version' }),
      field('status.nodeInfo.osImage', { label: 'OS', topic: 'version' }),
      field('status.nodeInfo.kernelVersion', { label: 'kernel', topic: 'version' }),
      field('status.nodeInfo.containerRuntimeVersion', { label: 'container runtime', topic: 'version' }),
      field('status.capacity.cpu', { label: 'processors', topic: 'setting' }),
    ],
  },
  Namespace: { facts: [field('status.phase', { health: { Active: fine, Terminating: degraded } })] },
};

/** What runs on the machines. */
export const workloadKinds: ComparedKinds = {
  'Deployment.apps': {
    facts: [
      ratio('ready', 'status.readyReplicas', 'spec.replicas'),
      conditions({ only: ['Available', 'Progressing', 'ReplicaFailure'], troubleWhenFalse: ['Progressing'] }),
      field('spec.paused', { topic: 'setting' }),
      images(...TEMPLATE),
    ],
  },
  'DaemonSet.apps': {
    facts: [ratio('ready', 'status.numberReady', 'status.desiredNumberScheduled'), images(...TEMPLATE)],
  },
  'StatefulSet.apps': { facts: [ratio('ready', 'status.readyReplicas', 'spec.replicas'), images(...TEMPLATE)] },
  Pod: { facts: [podFacts], family: podFamily, remade: true },
  'Job.batch': {
    facts: [
      conditions({ only: ['Complete', 'Failed', 'Suspended'], unknownIsUnderWay: true }),
      field('spec.suspend', { topic: 'setting' }),
    ],
    family: ownerFamily,
    remade: true,
  },
  'CronJob.batch': {
    facts: [field('spec.suspend', { topic: 'setting' }), field('spec.schedule', { topic: 'setting' })],
  },
};

/** What workloads need. */
export const resourceKinds: ComparedKinds = {
  PersistentVolumeClaim: {
    facts: [
      field('status.phase', { health: { Bound: fine, Pending: degraded, Lost: failed } }),
      field('status.capacity.storage', { label: 'size' }),
      field('spec.resources.requests.storage', { label: 'requested size', topic: 'setting' }),
      field('spec.volumeName', { label: 'volume' }),
      field('spec.storageClassName', { label: 'storage class', topic: 'setting' }),
      conditions(),
    ],
  },
  PersistentVolume: {
    facts: [
      field('status.phase', { health: { Bound: fine, Released: degraded, Failed: failed } }),
      field('spec.capacity.storage', { label: 'size' }),
      field('spec.claimRef.name', { label: 'claim' }),
      field('spec.persistentVolumeReclaimPolicy', { label: 'reclaim policy', topic: 'setting' }),
    ],
  },
  'VolumeAttachment.storage.k8s.io': {
    facts: [
      field('status.attached', { health: { true: fine, false: degraded } }),
      presence('status.attachError.message', 'attach error', failed),
      presence('status.detachError.message', 'detach error', failed),
      field('spec.nodeName', { label: 'node' }),
    ],
    family: attachmentFamily,
    remade: true,
  },
  'PodDisruptionBudget.policy': {
    facts: [ratio('healthy pods', 'status.currentHealthy', 'status.desiredHealthy')],
    remade: true,
  },
  Service: {
    facts: [
      field('spec.type', { topic: 'setting' }),
      field('spec.clusterIP', { topic: 'setting' }),
      structure('status.loadBalancer.ingress', 'load balancer', 'state'),
    ],
  },
  'APIService.apiregistration.k8s.io': { facts: [conditions()], remade: true },
  'ValidatingWebhookConfiguration.admissionregistration.k8s.io': { facts: [webhooks], remade: true },
  'MutatingWebhookConfiguration.admissionregistration.k8s.io': { facts: [webhooks], remade: true },
  'StorageClass.storage.k8s.io': {
    facts: [
      field('provisioner', { topic: 'setting' }),
      field('reclaimPolicy', { topic: 'setting' }),
      structure('parameters', 'parameters'),
      eachMember('metadata.annotations', '', 'annotation', { topic: 'setting' }),
    ],
  },
};
