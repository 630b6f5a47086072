import { mapAt, mapsAt, textAt } from '../../bundle/kube-path.js';
import type { KubeMap } from '../../model/kube-object.js';
import { conditions } from '../conditions.js';
import { cutDetail, type Fact, type FactReader, Health, scalarText } from '../fact.js';
import { healthOfRatio, images } from '../fact-readers.js';
import { ownerKind } from '../family.js';

const PHASES: Readonly<Record<string, Health>> = {
  Running: Health.fine,
  Pending: Health.degraded,
  Failed: Health.failed,
  Unknown: Health.failed,
};

/** Reasons to wait that pass by themselves. */
const STARTING = new Set(['ContainerCreating', 'PodInitializing']);

/** Owners whose template tells the images already. */
const TEMPLATED = new Set(['ReplicaSet', 'DaemonSet', 'StatefulSet', 'Job']);

const scheduled = conditions({ only: ['PodScheduled'] });
const ownImages = images('spec');

/** Where a pod is in its life, which of its containers do not run and why, how often they were started, and where it runs. */
export const podFacts: FactReader = (content) => {
  const phase = textAt(content, 'status', 'phase');
  const owner = ownerKind(content);
  return [
    ...phaseFact(content, phase),
    ...(phase === 'Succeeded' ? [] : [...readiness(content), ...scheduled(content)]),
    ...waitingContainers(content),
    ...restarts(content),
    ...placement(content),
    ...(owner !== undefined && TEMPLATED.has(owner) ? [] : ownImages(content)),
  ];
};

function phaseFact(content: KubeMap, phase: string | undefined): readonly Fact[] {
  if (phase === undefined) return [];
  const detail = [textAt(content, 'status', 'reason'), textAt(content, 'status', 'message')]
    .filter((part) => part !== undefined)
    .join(': ');
  const health = PHASES[phase];
  return [
    {
      field: 'status.phase',
      label: 'phase',
      value: phase,
      topic: 'state',
      ...(detail === '' ? {} : { detail: cutDetail(detail) }),
      ...(health === undefined ? {} : { health }),
    },
  ];
}

function readiness(content: KubeMap): readonly Fact[] {
  const statuses = mapsAt(content, 'status', 'containerStatuses');
  const total = Math.max(statuses.length, mapsAt(content, 'spec', 'containers').length);
  if (total === 0) return [];
  const ready = statuses.filter((status) => status['ready'] === true).length;
  return [
    {
      field: 'status.containerStatuses[].ready',
      label: 'ready',
      value: `${ready}/${total}`,
      topic: 'state',
      health: healthOfRatio(ready, total),
    },
  ];
}

function waitingContainers(content: KubeMap): readonly Fact[] {
  return (['initContainerStatuses', 'containerStatuses'] as const).flatMap((list) =>
    mapsAt(content, 'status', list).flatMap((status): Fact[] => {
      const name = textAt(status, 'name');
      const reason = textAt(status, 'state', 'waiting', 'reason');
      if (name === undefined || reason === undefined) return [];
      const message = textAt(status, 'state', 'waiting', 'message');
      return [
        {
          field: `status.${list}[${name}].state.waiting.reason`,
          label: `container ${name} waits`,
          value: reason,
          topic: 'state',
          health: STARTING.has(reason) ? Health.degraded : Health.failed,
          ...(message === undefined ? {} : { detail: cutDetail(message) }),
        },
      ];
    }),
  );
}

function restarts(content: KubeMap): readonly Fact[] {
  const statuses = mapsAt(content, 'status', 'containerStatuses');
  if (statuses.length === 0) return [];
  const count = statuses.reduce(
    (sum, { restartCount }) => sum + (typeof restartCount === 'number' ? restartCount : 0),
    0,
  );
  const reasons = statuses.flatMap((status) => lastEnd(mapAt(status, 'lastState', 'terminated')) ?? []);
  const detail = [...new Set(reasons)].join(', ');
  return [
    {
      field: 'status.containerStatuses[].restartCount',
      label: 'restarts',
      value: String(count),
      topic: 'state',
      nature: 'counter',
      ...(detail === '' ? {} : { detail: `last: ${detail}` }),
    },
  ];
}

function lastEnd(terminated: KubeMap): string | undefined {
  const reason = textAt(terminated, 'reason');
  const code = scalarText(terminated['exitCode']);
  return reason === 'Error' && code !== undefined ? `exit code ${code}` : reason;
}

function placement(content: KubeMap): readonly Fact[] {
  const node = textAt(content, 'spec', 'nodeName');
  return node === undefined
    ? []
    : [{ field: 'spec.nodeName', label: 'node', value: node, topic: 'state', nature: 'placement' }];
}
