import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { textAt } from './cited-step.js';

/** The CAPI Machine of a node, and the Secret over which Rancher and Harvester hand the node to each other. */
export interface MachineOfNode {
  readonly machine: KubeObject;
  readonly plan: KubeObject | undefined;
}

/** Machines by the node they refer to. */
export function machinesByNode(objects: ObjectIndex): ReadonlyMap<string, MachineOfNode> {
  const machines = new Map<string, MachineOfNode>();
  for (const machine of objects.list('Machine.cluster.x-k8s.io')) {
    const node = textAt(machine, 'status.nodeRef.name');
    if (node === '') continue;
    machines.set(node, { machine, plan: objects.get('Secret', `${machine.namespace}/${machine.name}-machine-plan`) });
  }
  return machines;
}

/** Annotations of a machine-plan secret: Rancher asks with the first of a pair, Harvester answers with the same value in the second. */
export const HAND_OVER = {
  preDrain: 'metadata.annotations[rke.cattle.io/pre-drain]',
  preHook: 'metadata.annotations[harvesterhci.io/pre-hook]',
  postDrain: 'metadata.annotations[rke.cattle.io/post-drain]',
  postHook: 'metadata.annotations[harvesterhci.io/post-hook]',
  drainOptions: 'metadata.annotations[rke.cattle.io/drain-options]',
  drainDone: 'metadata.annotations[rke.cattle.io/drain-done]',
  drainError: 'metadata.annotations[rke.cattle.io/drain-error]',
} as const;

/** Whether Rancher has asked for something that Harvester has not answered yet. */
export function isUnanswered(plan: KubeObject, asked: string, answer: string): boolean {
  const question = textAt(plan, asked);
  return question !== '' && question !== textAt(plan, answer);
}

/** Whether Rancher has drained the machine for the present round. */
export function isDrained(plan: KubeObject): boolean {
  const done = textAt(plan, HAND_OVER.drainDone);
  return done !== '' && done === textAt(plan, HAND_OVER.drainOptions);
}
