import type { Citation } from '../model/citation.js';
import { fieldCitation, lineCitation, textAt } from './cited-step.js';
import type { MachineOfNode } from './machine-plan.js';
import { plannerText } from './progress-lines.js';
import type { UpgradeFacts } from './upgrade-facts.js';

/** What Rancher's planner waits for, and where it says so. */
export interface PlannerMessage {
  /** With the names of nodes in place of those of their machines. */
  readonly text: string;
  /** Nodes it is about; none when it names no machine. */
  readonly nodes: ReadonlySet<string>;
  readonly citation: Citation;
}

/** What the planner said longer ago is over. */
const FRESH_MS = 15 * 60_000;

/** What the planner waited for when the bundle was taken: by the object it keeps, else by the newest line of its log. */
export function plannerMessage(
  { objects, plannerLine, bundleTime }: UpgradeFacts,
  machines: ReadonlyMap<string, MachineOfNode>,
): PlannerMessage | undefined {
  const plane = [...objects.list('RKEControlPlane.rke.cattle.io')].find(({ namespace }) => namespace === 'fleet-local');
  if (plane !== undefined) {
    for (const type of ['Ready', 'Reconciled']) {
      const field = `status.conditions[type=${type}].message`;
      const message = textAt(plane, field);
      if (message !== '' && textAt(plane, `status.conditions[type=${type}].status`) !== 'True')
        return withNodes(message, fieldCitation(plane, field), machines);
    }
    return undefined;
  }
  if (plannerLine?.time === undefined || bundleTime === undefined) return undefined;
  if (bundleTime - plannerLine.time > FRESH_MS) return undefined;
  return withNodes(plannerText(plannerLine.citation), lineCitation(plannerLine), machines);
}

function withNodes(message: string, citation: Citation, machines: ReadonlyMap<string, MachineOfNode>): PlannerMessage {
  const nodes = new Set<string>();
  let text = message;
  for (const [node, { machine }] of machines) {
    if (!text.includes(machine.name)) continue;
    nodes.add(node);
    text = text.replaceAll(machine.name, node);
  }
  return { text, nodes, citation };
}
