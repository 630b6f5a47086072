import { describe, expect, it } from 'vitest';
import type { Report } from '../src/index.js';
import {
  analyzeFiles,
  type BundleFiles,
  changeObjects,
  nameOf,
  type PlainObject,
  sampleFiles,
  withLines,
  withObjects,
} from './support/changed-sample.js';

const MANAGER = 'instance-manager-440add2a324fa1fc4cd259395c7ec846';
const LEFT_OVER = 'pvc-6f2d0b1e-53aa-4c07-9d0e-8c1b7f3a9e55-e-0';
const RANCHER = 'logs/cattle-system/rancher-hzz6h7wfvz-chqc5/rancher.log';

/** Incident A, on whose node an engine process was left behind, too: evictions of its instance manager are refused as well. */
async function withLeftOverEngine(): Promise<BundleFiles> {
  const files = changeObjects(await sampleFiles('incident-a'), /\/instancemanagers\.yaml$/, (manager) =>
    nameOf(manager) === `longhorn-system/${MANAGER}`
      ? {
          ...manager,
          status: { currentState: 'running', instanceEngines: { [LEFT_OVER]: { status: { state: 'running' } } } },
        }
      : manager,
  );
  const times = [5, 6, 7, 8].flatMap((hour) => Array.from({ length: 60 }, (_, minute) => [hour, minute] as const));
  const lines = [...times, ...Array.from({ length: 20 }, (_, minute) => [9, minute] as const)]
    .filter(([hour, minute]) => hour > 5 || minute > 20)
    .map(([hour, minute]) => `0${hour}:${String(minute).padStart(2, '0')}:10`)
    .map(
      (time) =>
        `2025-03-11T${time}.000000000Z 2025/03/11 ${time} [ERROR] error when evicting pods/"${MANAGER}" -n "longhorn-system" (will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`,
    );
  return withLines(files, RANCHER, lines);
}

/** A VM with a passed-through device, running on the node that incident A drains. */
function deviceVm(): PlainObject {
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstance',
    metadata: { namespace: 'prod', name: 'gpu-9', uid: 'vmi-uid-1', creationTimestamp: '2025-03-01T00:00:00Z' },
    spec: { evictionStrategy: 'LiveMigrate', domain: { devices: { hostDevices: [{ name: 'gpu0' }] } } },
    status: {
      phase: 'Running',
      nodeName: 'hvst-a1',
      conditions: [
        {
          type: 'LiveMigratable',
          status: 'False',
          reason: 'HostDeviceNotLiveMigratable',
          message: 'VMI uses a PCI host devices',
        },
      ],
    },
  };
}

/** Rules that a refused eviction is put down to. */
function causesOfRefusal(pod: RegExp, { findings }: Report): readonly string[] {
  const refused = findings.filter(
    ({ rule, entity }) => rule === 'harvester-upgrade-drain-blocked-by-pdb' && pod.test(entity.name),
  );
  return refused.flatMap(({ causedBy }) => causedBy).map((id) => id.slice(0, id.lastIndexOf('#')));
}

describe('a refused eviction has only causes that hold its own pod', () => {
  it('not an engine that was left behind on the same node, when virt-api is refused', async () => {
    const report = await analyzeFiles(await withLeftOverEngine());
    expect(causesOfRefusal(/^virt-api-/, report)).toEqual(['kubevirt-virt-infra-pending']);
    expect(causesOfRefusal(/^instance-manager-/, report)).toEqual(['harvester-upgrade-instance-manager-not-evictable']);
    expect(report.diagnosis.rootCauses.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining([
        'kubevirt-infra-strict-node-placement',
        'harvester-upgrade-instance-manager-not-evictable',
      ]),
    );
  });

  it('not a VM of the same node that cannot migrate, when virt-api is refused', async () => {
    const files = withObjects(
      await sampleFiles('incident-a'),
      'yamls/namespaced/prod/kubevirt.io/v1/virtualmachineinstances.yaml',
      [deviceVm()],
    );
    const report = await analyzeFiles(files);
    expect(report.findings.map(({ rule }) => rule)).toContain('kubevirt-vm-not-live-migratable');
    expect(causesOfRefusal(/^virt-api-/, report)).toEqual(['kubevirt-virt-infra-pending']);
  });
});
