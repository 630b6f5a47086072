import type { KindTable } from '../bundle/index.js';
import { BundlescopeError } from '../errors/index.js';
import { didYouMean } from '../rules/did-you-mean.js';
import { COMPARED_KINDS } from './compared-kinds.js';

/** Short names as the API servers of these clusters state them (`kubectl api-resources`). */
const SHORT_NAMES: Readonly<Record<string, string>> = {
  no: 'Node',
  ns: 'Namespace',
  po: 'Pod',
  pvc: 'PersistentVolumeClaim',
  pv: 'PersistentVolume',
  svc: 'Service',
  cm: 'ConfigMap',
  sa: 'ServiceAccount',
  ev: 'Event',
  ep: 'Endpoints',
  quota: 'ResourceQuota',
  deploy: 'Deployment.apps',
  ds: 'DaemonSet.apps',
  sts: 'StatefulSet.apps',
  rs: 'ReplicaSet.apps',
  cj: 'CronJob.batch',
  pdb: 'PodDisruptionBudget.policy',
  sc: 'StorageClass.storage.k8s.io',
  ing: 'Ingress.networking.k8s.io',
  netpol: 'NetworkPolicy.networking.k8s.io',
  crd: 'CustomResourceDefinition.apiextensions.k8s.io',
  vm: 'VirtualMachine.kubevirt.io',
  vmi: 'VirtualMachineInstance.kubevirt.io',
  vmim: 'VirtualMachineInstanceMigration.kubevirt.io',
  kv: 'KubeVirt.kubevirt.io',
  dv: 'DataVolume.cdi.kubevirt.io',
  lhv: 'Volume.longhorn.io',
  lhe: 'Engine.longhorn.io',
  lhr: 'Replica.longhorn.io',
  lhn: 'Node.longhorn.io',
  lhs: 'Setting.longhorn.io',
  lhim: 'InstanceManager.longhorn.io',
  lhei: 'EngineImage.longhorn.io',
  lhbi: 'BackingImage.longhorn.io',
  lhbt: 'BackupTarget.longhorn.io',
  lhsm: 'ShareManager.longhorn.io',
  lhva: 'VolumeAttachment.longhorn.io',
};

/**
 * The kinds that people name as they do for kubectl: `pods`, `pod`, `po`, `Pod`, `volumes.longhorn.io`, `lhv`. A name that several groups have
 * stands for the one that kubectl takes, else for all that are compared (`settings`).
 * @throws BundlescopeError `usage` for a name that no kind has
 */
export function kindsNamed(names: readonly string[], table: KindTable): readonly string[] {
  return [...new Set(names.flatMap((name) => kindsOf(name, table)))];
}

function kindsOf(name: string, table: KindTable): readonly string[] {
  const wanted = name.toLowerCase();
  const short = Object.hasOwn(SHORT_NAMES, wanted) ? SHORT_NAMES[wanted] : undefined;
  if (short !== undefined) return [short];
  const infos = table.resources.flatMap((resource) => table.info(resource) ?? []);
  const fitting = infos.filter(({ kind, plural, group }) =>
    [kind.toLowerCase(), plural].some((word) => word === wanted || `${word}.${group}` === wanted),
  );
  const preferred = fitting.map(({ plural }) => table.byPluralAlone(plural)).find((resource) => resource !== undefined);
  if (preferred !== undefined && !wanted.includes('.')) return [preferred];
  const all = fitting.map(({ resource }) => resource);
  const compared = all.filter((resource) => Object.hasOwn(COMPARED_KINDS, resource));
  if (all.length > 0) return compared.length > 0 ? compared : all;
  const known = [...Object.keys(SHORT_NAMES), ...infos.flatMap(({ kind, plural }) => [kind.toLowerCase(), plural])];
  const wayOut = didYouMean(wanted, known) || '; name it as kubectl does: pods, deploy, volumes.longhorn.io';
  throw new BundlescopeError('usage', `--kind ${JSON.stringify(name)}: no such kind${wayOut}`);
}
