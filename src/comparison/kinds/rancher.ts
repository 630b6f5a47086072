import { mapAt } from '../../bundle/kube-path.js';
import { conditions } from '../conditions.js';
import { type ComparedKinds, type FactReader, Health, scalarText } from '../fact.js';
import { field, ratio } from '../fact-readers.js';

const { fine, degraded, failed } = Health;
const ready = ratio('ready', 'status.summary.ready', 'status.summary.desiredReady');
const underWay = conditions({ unknownIsUnderWay: true });

/** Why clusters are not ready, such as `Modified` or `ErrApplied`; Fleet counts them by that. */
const fleetStates: FactReader = (content) => {
  const summary = mapAt(content, 'status', 'summary');
  return ['errApplied', 'modified', 'notReady', 'outOfSync', 'pending', 'waitApplied'].flatMap((state) => {
    const count = scalarText(summary[state]);
    if (count === undefined || count === '0') return [];
    const health = state === 'errApplied' ? failed : degraded;
    return [{ field: `status.summary.${state}`, label: state, value: count, topic: 'state', health } as const];
  });
};

/** Rancher, Fleet, Cluster API, and the charts that RKE2 and K3s install. */
export const rancherKinds: ComparedKinds = {
  'Machine.cluster.x-k8s.io': {
    facts: [
      field('status.phase', { health: { Running: fine, Failed: failed, Unknown: degraded } }),
      underWay,
      field('status.nodeRef.name', { label: 'node' }),
      field('spec.version', { topic: 'version' }),
    ],
  },
  'Cluster.cluster.x-k8s.io': {
    facts: [field('status.phase', { health: { Provisioned: fine, Failed: failed } }), underWay],
  },
  'CustomMachine.rke.cattle.io': {
    facts: [underWay, field('status.ready', { health: { true: fine, false: degraded } })],
  },
  'RKEBootstrap.rke.cattle.io': { facts: [field('status.ready', { health: { true: fine, false: degraded } })] },
  'RKEControlPlane.rke.cattle.io': {
    facts: [underWay, field('spec.kubernetesVersion', { label: 'Kubernetes', topic: 'version' })],
  },
  'Cluster.provisioning.cattle.io': {
    facts: [
      underWay,
      field('status.ready', { health: { true: fine, false: degraded } }),
      field('spec.kubernetesVersion', { label: 'Kubernetes', topic: 'version' }),
    ],
  },
  'Cluster.management.cattle.io': { facts: [underWay] },
  'Plan.upgrade.cattle.io': { facts: [underWay, field('spec.version', { topic: 'version' })] },
  'ManagedChart.management.cattle.io': {
    facts: [
      underWay,
      ready,
      fleetStates,
      field('spec.paused', { topic: 'setting' }),
      field('spec.version', { topic: 'version' }),
    ],
  },
  'Bundle.fleet.cattle.io': { facts: [underWay, ready, fleetStates, field('spec.paused', { topic: 'setting' })] },
  'BundleDeployment.fleet.cattle.io': { facts: [underWay] },
  'Cluster.fleet.cattle.io': { facts: [underWay, ready] },
  'GitRepo.fleet.cattle.io': { facts: [underWay, ready, field('status.commit', { topic: 'version' })] },
  'HelmChart.helm.cattle.io': {
    facts: [conditions({ only: ['Failed'] }), field('spec.version', { topic: 'version' })],
  },
  'HelmChartConfig.helm.cattle.io': { facts: [] },
  'App.catalog.cattle.io': {
    facts: [
      field('spec.info.status', {
        label: 'status',
        health: { deployed: fine, failed, 'pending-upgrade': degraded, 'pending-install': degraded },
      }),
      field('spec.chart.metadata.version', { label: 'chart', topic: 'version' }),
    ],
  },
};
