import { mapAt, textAt } from '../../bundle/kube-path.js';
import type { KubeObject } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named, namedIn } from '../link-writer.js';

/** Labels of Harvester's upgrade controller (pkg/controller/master/upgrade) and of the system upgrade controller. */
const UPGRADE_LABEL = 'harvesterhci.io/upgrade';
const NODE_LABELS = ['harvesterhci.io/node', 'upgrade.cattle.io/node'];
const PLAN_LABEL = 'upgrade.cattle.io/plan';

/** Harvester upgrade → nodes, its jobs per node, its plans and its log. */
export const UPGRADES: LinkFamily = {
  'Upgrade.harvesterhci.io': readUpgrade,
  'Job.batch': readLabels,
  'Plan.upgrade.cattle.io': readLabels,
  'UpgradeLog.harvesterhci.io': readUpgradeLog,
};

function readUpgradeLog(log: KubeObject, links: LinkWriter): void {
  const upgrade = named('upgrade', textAt(log.content, 'spec', 'upgradeName'));
  links.link(links.keyOf(log), 'part-of', upgrade, log, 'spec.upgradeName');
}

function readUpgrade(upgrade: KubeObject, links: LinkWriter): void {
  for (const node of Object.keys(mapAt(upgrade.content, 'status', 'nodeStatuses'))) {
    const field = `status.nodeStatuses[${node}]`;
    links.link(links.keyOf(upgrade), 'upgrades', named('node', node), upgrade, field);
  }
}

function readLabels(object: KubeObject, links: LinkWriter): void {
  const labels = mapAt(object.content, 'metadata', 'labels');
  const key = links.keyOf(object);
  const field = (label: string): string => `metadata.labels[${label}]`;
  links.link(key, 'part-of', named('upgrade', textAt(labels, UPGRADE_LABEL)), object, field(UPGRADE_LABEL));
  const plan = namedIn('plan', object.namespace, textAt(labels, PLAN_LABEL));
  links.link(key, 'part-of', plan, object, field(PLAN_LABEL));
  for (const label of NODE_LABELS)
    links.link(key, 'works-on', named('node', textAt(labels, label)), object, field(label));
}
