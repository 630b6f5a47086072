/** Files of a bundle that are neither objects nor logs: metadata, collector errors, configuration of nodes. */

import { uuidOf } from '../identifiers.js';
import type { SampleSpec } from '../sample-spec.js';
import { isControlPlane } from './cluster-context.js';

/** Kinds that cannot be listed: every bundle has these lines, and they mean nothing. */
const UNLISTABLE = [
  'authentication.k8s.io/v1/tokenreviews',
  'authentication.k8s.io/v1/selfsubjectreviews',
  'authorization.k8s.io/v1/subjectaccessreviews',
  'authorization.k8s.io/v1/selfsubjectaccessreviews',
  'authorization.k8s.io/v1/selfsubjectrulesreviews',
  'subresources.kubevirt.io/v1/expand-vm-spec',
  'subresources.kubevirt.io/v1/version',
];

const NAMESPACED_UNLISTABLE = ['harvester-system', 'longhorn-system', 'kube-system', 'cattle-system'];

/** Kinds that a collector always writes, though nobody made an object of them. */
const EMPTY_LISTS = [
  'v1/limitranges',
  'v1/resourcequotas',
  'v1/replicationcontrollers',
  'batch/v1/cronjobs',
  'networking.k8s.io/v1/networkpolicies',
  'events.k8s.io/v1/events',
  'autoscaling/v2/horizontalpodautoscalers',
];

/** Paths and texts of these files. */
export function plainFiles(spec: SampleSpec): Array<[string, string]> {
  const created = `${new Date(spec.createdAt).toISOString().slice(0, 19)}Z`;
  const files: Array<[string, string]> = [
    [
      'metadata.yaml',
      `bundlename: ""\nbundleversion: 0.1.0\nkubernetesversion: ${spec.cluster.kubernetes}\nprojectnamespaceuuid: ${uuidOf(`kube-system/${spec.bundle}`)}\nbundlecreatedat: "${created}"\nissueurl: ""\nissuedescription: ""\n`,
    ],
    ['bundleGenerationError.log', collectorErrors()],
  ];
  for (const namespace of [...NAMESPACED_UNLISTABLE, 'fleet-local', 'cattle-monitoring-system', 'default']) {
    for (const list of EMPTY_LISTS) {
      files.push([
        `yamls/namespaced/${namespace}/${list}.yaml`,
        'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: "90001187"\n',
      ]);
    }
  }
  for (const node of spec.cluster.nodes) {
    const version = node.harvester ?? spec.cluster.harvester;
    const configs = `nodes/${node.name}/configs`;
    files.push(
      [`${configs}/etc/hostname`, `${node.name}\n`],
      [
        `${configs}/etc/os-release`,
        `NAME="SLE Micro"\nVERSION="5.5"\nID="sle-micro-rancher"\nPRETTY_NAME="Harvester ${version}"\nVERSION_ID="5.5"\n`,
      ],
      [
        `${configs}/etc/harvester-release.yaml`,
        `harvester: ${version}\nharvesterChart: ${version.slice(1)}\nos: Harvester ${version}\nkubernetes: ${node.kubernetes ?? spec.cluster.kubernetes}\nrancher: ${spec.cluster.rancher}\nmonitoringChart: 103.1.1+up45.31.1\n`,
      ],
      [
        `${configs}/etc/rancher/rancherd/config.yaml`,
        `kubernetesVersion: ${spec.cluster.kubernetes}\nrancherVersion: ${spec.cluster.rancher}\nrole: ${isControlPlane(node) ? 'cluster-init' : 'agent'}\ntoken: "********"\n`,
      ],
      [
        `${configs}/etc/rancher/rke2/config.yaml.d/90-harvester-server.yaml`,
        'cni: multus,canal\ncluster-cidr: 10.52.0.0/16\nservice-cidr: 10.53.0.0/16\ncluster-dns: 10.53.0.10\n',
      ],
    );
  }
  return files;
}

function collectorErrors(): string {
  const refused = 'the server does not allow this method on the requested resource';
  const lines = UNLISTABLE.map((path) => `Failed to get /apis/${path}: ${refused}`);
  for (const namespace of NAMESPACED_UNLISTABLE) {
    lines.push(`Failed to get /api/v1/namespaces/${namespace}/bindings: ${refused}`);
    lines.push(
      `Failed to get /apis/authorization.k8s.io/v1/namespaces/${namespace}/localsubjectaccessreviews: ${refused}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
