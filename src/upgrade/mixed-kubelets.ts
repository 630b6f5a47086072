import type { UpgradeNode, UpgradeSummary } from '../model/report.js';
import { CitedStep, fieldCitation, textAt } from './cited-step.js';
import type { UpgradeFacts } from './upgrade-facts.js';

/**
 * Nodes that run different versions of Kubernetes, where nothing in the bundle says by which upgrade: only what each runs, since whether
 * one is under way and what comes next is not to be seen.
 */
export function mixedKubelets({ objects, bundleTime }: UpgradeFacts): UpgradeSummary | undefined {
  const field = 'status.nodeInfo.kubeletVersion';
  const nodes = [...objects.list('Node')].flatMap((node): UpgradeNode[] => {
    const state = textAt(node, field);
    return state === ''
      ? []
      : [{ name: node.name, state, ...new CitedStep(bundleTime).state(fieldCitation(node, field)).finish() }];
  });
  if (new Set(nodes.map(({ state }) => state)).size < 2) return undefined;
  return {
    name: 'kubelet',
    kind: 'kubelets',
    phase: 'MixedVersions',
    nodes: nodes.sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
