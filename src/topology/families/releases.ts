import { mapAt, textAt } from '../../bundle/kube-path.js';
import { type KubeObject, resourceOf } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named, namedIn } from '../link-writer.js';

const BUNDLE_NAME = 'fleet.cattle.io/bundle-name';
const BUNDLE_NAMESPACE = 'fleet.cattle.io/bundle-namespace';
const RELEASE_NAME = 'meta.helm.sh/release-name';
const RELEASE_NAMESPACE = 'meta.helm.sh/release-namespace';

/** Who installs what: ManagedChart → Bundle → BundleDeployment → Helm release → workloads; HelmChart, App and add-on. */
export const RELEASES: LinkFamily = {
  kinds: [
    'ManagedChart.management.cattle.io',
    'Bundle.fleet.cattle.io',
    'BundleDeployment.fleet.cattle.io',
    'HelmChart.helm.cattle.io',
    'App.catalog.cattle.io',
    'Addon.harvesterhci.io',
    'Deployment.apps',
    'DaemonSet.apps',
    'StatefulSet.apps',
  ],
  read(object, links) {
    switch (resourceOf(object.kind, object.group)) {
      case 'ManagedChart.management.cattle.io':
        // Rancher names the bundle after the chart (pkg/controllers/dashboard/mcmagent: "mcc-" stands for managed cluster chart).
        return linkNamed(object, 'makes', 'fleet_bundle', `mcc-${object.name}`, 'metadata.name', links);
      case 'Bundle.fleet.cattle.io':
        return readBundle(object, links);
      case 'BundleDeployment.fleet.cattle.io':
        return readDeployment(object, links);
      case 'HelmChart.helm.cattle.io':
        return readChart(object, links);
      case 'App.catalog.cattle.io':
        return linkNamed(object, 'installs', 'release', object.name, 'metadata.name', links);
      case 'Addon.harvesterhci.io':
        return linkNamed(object, 'makes', 'chart', object.name, 'metadata.name', links);
      default:
        return readWorkload(object, links);
    }
  },
};

/** Links to a thing of the same namespace. */
function linkNamed(
  object: KubeObject,
  relation: 'makes' | 'installs',
  name: string,
  value: string | undefined,
  field: string,
  links: LinkWriter,
): void {
  links.link(links.keyOf(object), relation, namedIn(name, object.namespace, value), object, field);
}

/** The release has a name of its own only when the bundle gives it one. */
function readBundle(bundle: KubeObject, links: LinkWriter): void {
  const spec = mapAt(bundle.content, 'spec');
  const namespace = textAt(spec, 'namespace') ?? textAt(spec, 'targetNamespace') ?? textAt(spec, 'defaultNamespace');
  const release = namedIn('release', namespace ?? 'default', textAt(spec, 'helm', 'releaseName'));
  links.link(links.keyOf(bundle), 'installs', release, bundle, 'spec.helm.releaseName');
}

function readDeployment(deployment: KubeObject, links: LinkWriter): void {
  const { content } = deployment;
  const key = links.keyOf(deployment);
  const namespace = textAt(content, 'metadata', 'labels', BUNDLE_NAMESPACE) ?? '';
  const bundle = namedIn('fleet_bundle', namespace, textAt(content, 'metadata', 'labels', BUNDLE_NAME));
  links.link(key, 'deployment-of', bundle, deployment, `metadata.labels[${BUNDLE_NAME}]`);
  // namespace/name:revision
  const release = textAt(content, 'status', 'release')?.replace(/:\d+$/, '');
  links.link(key, 'installs', named('release', release), deployment, 'status.release');
}

function readChart(chart: KubeObject, links: LinkWriter): void {
  linkNamed(chart, 'makes', 'job', textAt(chart.content, 'status', 'jobName'), 'status.jobName', links);
  const target = textAt(chart.content, 'spec', 'targetNamespace');
  const release = namedIn('release', target ?? chart.namespace, chart.name);
  links.link(
    links.keyOf(chart),
    'installs',
    release,
    chart,
    target === undefined ? 'metadata.name' : 'spec.targetNamespace',
  );
}

function readWorkload(workload: KubeObject, links: LinkWriter): void {
  const { content } = workload;
  const namespace = textAt(content, 'metadata', 'annotations', RELEASE_NAMESPACE) ?? workload.namespace;
  const release = namedIn('release', namespace, textAt(content, 'metadata', 'annotations', RELEASE_NAME));
  links.link(release, 'installs', links.keyOf(workload), workload, `metadata.annotations[${RELEASE_NAME}]`);
}
