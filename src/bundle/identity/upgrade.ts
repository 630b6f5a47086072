import type { KubeObject } from '../../model/kube-object.js';
import type { UpgradeSummary } from '../../model/report.js';
import { mapAt, mapsAt, textAt } from '../kube-path.js';
import type { ObjectSource } from './object-source.js';

/** Labels that Harvester's upgrade controller keeps (pkg/controller/master/upgrade). */
const LATEST_LABEL = 'harvesterhci.io/latestUpgrade';
const STATE_LABEL = 'harvesterhci.io/upgradeState';

/** The newest upgrade of Harvester; undefined when none was ever run. */
export function summarizeUpgrade(objects: ObjectSource): UpgradeSummary | undefined {
  const upgrades = [...objects('Upgrade.harvesterhci.io')];
  const latest = upgrades.find(({ content }) => textAt(content, 'metadata', 'labels', LATEST_LABEL) === 'true');
  const upgrade = latest ?? upgrades.sort(byCreation).at(-1);
  if (upgrade === undefined) return undefined;
  const { name, content } = upgrade;
  const from = textAt(content, 'status', 'previousVersion');
  const to = textAt(content, 'spec', 'version');
  const nodeStatuses = mapAt(content, 'status', 'nodeStatuses');
  return {
    name,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    phase: textAt(content, 'metadata', 'labels', STATE_LABEL) ?? phaseOfConditions(upgrade),
    nodes: Object.keys(nodeStatuses)
      .sort()
      .map((node) => ({ name: node, state: textAt(nodeStatuses, node, 'state') ?? 'unknown' })),
  };
}

function byCreation(a: KubeObject, b: KubeObject): number {
  const [left = '', right = ''] = [a, b].map(({ content }) => textAt(content, 'metadata', 'creationTimestamp'));
  return left < right ? -1 : Number(left > right);
}

/** Releases before the state label only had the condition `Completed`. */
function phaseOfConditions({ content }: KubeObject): string {
  const completed = mapsAt(content, 'status', 'conditions').find((condition) => condition.type === 'Completed');
  if (completed?.status === 'True') return 'Succeeded';
  return completed?.status === 'False' ? 'Failed' : 'Unknown';
}
