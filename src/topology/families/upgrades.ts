import { mapAt, textAt } from '../../bundle/kube-path.js';
import { type KubeObject, resourceOf } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named, namedIn } from '../link-writer.js';

/** Labels of Harvester's upgrade controller (pkg/controller/master/upgrade) and of the system upgrade controller. */
const UPGRADE_LABEL = 'harvesterhci.io/upgrade';
const NODE_LABELS = ['harvesterhci.io/node', 'upgrade.cattle.io/node'];
const PLAN_LABEL = 'upgrade.cattle.io/plan';
const UPGRADE_KIND = 'Upgrade.harvesterhci.io';

/** Harvester upgrade → nodes, its jobs per node, its plans and its log. */
export const UPGRADES: LinkFamily = {
  kinds: [UPGRADE_KIND, 'Job.batch', 'Plan.upgrade.cattle.io', 'UpgradeLog.harvesterhci.io'],
  read(object, links) {
    switch (resourceOf(object.kind, object.group)) {
      case UPGRADE_KIND:
        return readUpgrade(object, links);
      case 'UpgradeLog.harvesterhci.io': {
        const upgrade = named('upgrade', textAt(object.content, 'spec', 'upgradeName'));
        return links.link(links.keyOf(object), 'part-of', upgrade, object, 'spec.upgradeName');
      }
      default:
        return readLabels(object, links);
    }
  },
};

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
