import { mapAt, textAt } from '../../bundle/kube-path.js';
import type { KubeObject } from '../../model/kube-object.js';
import { type LinkFamily, type LinkWriter, named, namedIn } from '../link-writer.js';

const BUNDLE_NAME = 'fleet.cattle.io/bundle-name';
const BUNDLE_NAMESPACE = 'fleet.cattle.io/bundle-namespace';
const RELEASE_NAME = 'meta.helm.sh/release-name';
const RELEASE_NAMESPACE = 'meta.helm.sh/release-namespace';

/** Who installs what: ManagedChart → Bundle → BundleDeployment → Helm release → workloads; HelmChart, App and add-on. */
export const RELEASES: LinkFamily = {
  'ManagedChart.management.cattle.io': readManagedChart,
  'Bundle.fleet.cattle.io': readBundle,
  'BundleDeployment.fleet.cattle.io': readDeployment,
  'HelmChart.helm.cattle.io': readChart,
  'App.catalog.cattle.io': readApp,
  'Addon.harvesterhci.io': readAddon,
  'Deployment.apps': readWorkload,
  'DaemonSet.apps': readWorkload,
  'StatefulSet.apps': readWorkload,
};

/** Rancher names the bundle after the chart (pkg/controllers/dashboard/mcmagent: "mcc-" stands for managed cluster chart). */
function readManagedChart(chart: KubeObject, links: LinkWriter): void {
  linkNamed(chart, 'makes', 'fleet_bundle', `mcc-${chart.name}`, 'metadata.name', links);
}

function readApp(app: KubeObject, links: LinkWriter): void {
  linkNamed(app, 'installs', 'release', app.name, 'metadata.name', links);
}

function readAddon(addon: KubeObject, links: LinkWriter): void {
  linkNamed(addon, 'makes', 'chart', addon.name, 'metadata.name', links);
}

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
