import type { KubeObject } from '../model/kube-object.js';
import { fieldOf, memberOf, textOf } from '../rules/cel/values.js';

/** The value of a label, or empty. */
export function labelOf({ content }: KubeObject, label: string): string {
  return textOf(fieldOf(memberOf(content, 'metadata.labels'), label));
}

/** Whether a pod runs a VM. */
export function isLauncherOf(pod: KubeObject, machine: string): boolean {
  return ['vm.kubevirt.io/name', 'harvesterhci.io/vmName'].some((label) => labelOf(pod, label) === machine);
}

/** Names of the claims a pod uses. */
export function claimsOf(pod: KubeObject): readonly string[] {
  return listOf(memberOf(pod.content, 'spec.volumes')).map((volume) =>
    textOf(memberOf(volume, 'persistentVolumeClaim.claimName')),
  );
}

/** Names of the claims a VM or its running instance uses; a DataVolume makes a claim of its own name. */
export function disksOf(machine: KubeObject | undefined): readonly string[] {
  const volumes = ['spec.volumes', 'spec.template.spec.volumes'].flatMap((path) =>
    listOf(memberOf(machine?.content, path)),
  );
  return volumes
    .map(
      (volume) =>
        textOf(memberOf(volume, 'persistentVolumeClaim.claimName')) || textOf(memberOf(volume, 'dataVolume.name')),
    )
    .filter((claim) => claim !== '');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
