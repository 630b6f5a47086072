import type { KubeObject } from '../model/kube-object.js';
import type { CitedStep } from './cited-step.js';
import type { MachineOfNode } from './machine-plan.js';
import type { PlannerMessage } from './planner-message.js';
import type { UpgradeFacts } from './upgrade-facts.js';
import type { UpgradeWords } from './upgrade-words.js';

/** Who a node's step is told for. */
export interface NodeInUpgrade {
  readonly upgrade: KubeObject;
  readonly phase: string;
  readonly name: string;
  readonly state: string;
  /** The Node object, if it was collected. */
  readonly node: KubeObject | undefined;
  readonly machine: MachineOfNode | undefined;
  /** All nodes of the upgrade with their states. */
  readonly states: ReadonlyMap<string, string>;
  readonly planner: PlannerMessage | undefined;
}

/** What the steps of one node are told with. */
export interface NodeStory extends NodeInUpgrade {
  readonly facts: UpgradeFacts;
  readonly words: UpgradeWords;
  readonly step: CitedStep;
  /** Path of the node's state in the Upgrade. */
  readonly stateField: string;
}
