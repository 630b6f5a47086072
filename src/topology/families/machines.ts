import { mapAt, textAt } from '../../bundle/kube-path.js';
import { type KubeMap, type KubeObject, resourceOf } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named } from '../link-writer.js';
import type { Relation } from '../relation.js';

/** Rancher's planner and its agent write to a Secret of this name; its content is never looked at. */
const PLAN_SUFFIX = '-machine-plan';
const MACHINE_OF_PLAN = 'rke.cattle.io/machine-name';
const MACHINE_OF_NODE = 'cluster.x-k8s.io/machine';

/** Machine ↔ Node ↔ machine-plan Secret, and what Cluster API and Rancher provision a machine with. */
export const MACHINES: LinkFamily = {
  'Machine.cluster.x-k8s.io': readMachine,
  Node: readNode,
  Secret: readSecret,
};

function readMachine(machine: KubeObject, links: LinkWriter): void {
  const { content } = machine;
  const key = links.keyOf(machine);
  const node = named('node', textAt(content, 'status', 'nodeRef', 'name'));
  links.link(key, 'represents', node, machine, 'status.nodeRef.name');
  const bootstrap = mapAt(content, 'spec', 'bootstrap', 'configRef');
  linkReference(machine, 'bootstrapped-by', bootstrap, 'spec.bootstrap.configRef', links);
  const infrastructure = mapAt(content, 'spec', 'infrastructureRef');
  linkReference(machine, 'provided-by', infrastructure, 'spec.infrastructureRef', links);
  const cluster = textAt(content, 'spec', 'clusterName');
  if (cluster === undefined) return;
  const clusterKey = links.names.keyOfReference('Cluster.cluster.x-k8s.io', machine.namespace, cluster);
  links.link(key, 'member-of', clusterKey, machine, 'spec.clusterName');
}

function linkReference(
  machine: KubeObject,
  relation: Relation,
  reference: KubeMap,
  field: string,
  links: LinkWriter,
): void {
  const kind = textAt(reference, 'kind');
  const name = textAt(reference, 'name');
  if (kind === undefined || name === undefined) return;
  // Cluster API v1beta2 names the group alone.
  const group = textAt(reference, 'apiGroup') ?? textAt(reference, 'apiVersion')?.split('/')[0] ?? '';
  const namespace = textAt(reference, 'namespace') ?? machine.namespace;
  const target = links.names.keyOfReference(resourceOf(kind, group), namespace, name);
  links.link(links.keyOf(machine), relation, target, machine, field);
}

function readNode(node: KubeObject, links: LinkWriter): void {
  const machine = named('machine', textAt(node.content, 'metadata', 'annotations', MACHINE_OF_NODE));
  links.link(machine, 'represents', links.keyOf(node), node, `metadata.annotations[${MACHINE_OF_NODE}]`);
}

function readSecret(secret: KubeObject, links: LinkWriter): void {
  if (!secret.name.endsWith(PLAN_SUFFIX)) return;
  const stated = textAt(secret.content, 'metadata', 'labels', MACHINE_OF_PLAN);
  const field = stated === undefined ? 'metadata.name' : `metadata.labels[${MACHINE_OF_PLAN}]`;
  const machine = named('machine', stated ?? secret.name.slice(0, -PLAN_SUFFIX.length));
  links.link(links.keyOf(secret), 'plan-of', machine, secret, field);
}
