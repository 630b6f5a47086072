import type { KubeObject } from '../../model/kube-object.js';
import type { Product } from '../../model/report.js';
import { textAt } from '../kube-path.js';
import { type ImageVersions, imageVersions } from './image-versions.js';
import type { MetadataFacts } from './metadata-files.js';
import type { ObjectSource } from './object-source.js';
import { lowestVersion, mostTrusted, type StatedVersion, withoutPackaging } from './stated-version.js';

/** A product, its version and where that is stated. */
export interface StatedProduct extends Product {
  readonly from?: string;
}

/**
 * The products of the cluster. A version that one place states for the whole cluster is preferred to what nodes and images
 * state; where these differ, as in the middle of an upgrade, the lowest counts: a defect is gone only when the last node has the fix.
 */
export function stateProducts(objects: ObjectSource, facts: MetadataFacts): readonly StatedProduct[] {
  const images = imageVersions(objects('Pod'));
  const kubernetes = mostTrusted([
    stated(facts.kubernetes, 'metadata of the bundle'),
    ofNodes(objects, 'kubeletVersion', 'status.nodeInfo.kubeletVersion of the nodes'),
  ]);
  const candidates: readonly [string, StatedVersion | undefined][] = [
    ['harvester', harvesterVersion(objects, facts)],
    ['longhorn', longhornVersion(objects, facts, images)],
    ['kubevirt', kubevirtVersion(objects, images)],
    ['kubernetes', kubernetes],
    ['rke2', kubernetes?.version.includes('+rke2') ? kubernetes : undefined],
    ['k3s', kubernetes?.version.includes('+k3s') ? kubernetes : undefined],
    ['rancher', rancherVersion(objects, facts, images)],
    ['etcd', ofImages(images, 'etcd')],
    ['fleet', ofImages(images, 'fleet')],
    ['cdi', ofImages(images, 'cdi')],
    [
      'containerd',
      ofNodes(
        objects,
        'containerRuntimeVersion',
        'status.nodeInfo.containerRuntimeVersion of the nodes',
        /^containerd:\/\//,
      ),
    ],
    ['kernel', ofNodes(objects, 'kernelVersion', 'status.nodeInfo.kernelVersion of the nodes')],
  ];
  return candidates.flatMap(([name, version]) => (version === undefined ? [] : [{ name, ...version }]));
}

function harvesterVersion(objects: ObjectSource, facts: MetadataFacts): StatedVersion | undefined {
  return mostTrusted([
    settingValue(objects('Setting.harvesterhci.io'), 'server-version', 'Setting.harvesterhci.io server-version'),
    stated(facts.harvester, 'metadata of the bundle or harvester-release.yaml'),
    ofNodes(objects, 'osImage', 'status.nodeInfo.osImage of the nodes', /^Harvester /),
    facts.os?.startsWith('Harvester ') ? stated(facts.os.slice('Harvester '.length), '/etc/os-release') : undefined,
  ]);
}

function longhornVersion(
  objects: ObjectSource,
  facts: MetadataFacts,
  images: ImageVersions,
): StatedVersion | undefined {
  return mostTrusted([
    settingValue(
      objects('Setting.longhorn.io'),
      'current-longhorn-version',
      'Setting.longhorn.io current-longhorn-version',
    ),
    stated(facts.longhorn, 'metadata of the bundle'),
    ofImages(images, 'longhorn'),
  ]);
}

function kubevirtVersion(objects: ObjectSource, images: ImageVersions): StatedVersion | undefined {
  const [kubevirt] = objects('KubeVirt.kubevirt.io');
  const observed = kubevirt && textAt(kubevirt.content, 'status', 'observedKubeVirtVersion');
  return mostTrusted([
    stated(observed && withoutPackaging(observed), 'KubeVirt.kubevirt.io status.observedKubeVirtVersion'),
    ofImages(images, 'kubevirt'),
  ]);
}

function rancherVersion(objects: ObjectSource, facts: MetadataFacts, images: ImageVersions): StatedVersion | undefined {
  return mostTrusted([
    settingValue(
      objects('Setting.management.cattle.io'),
      'server-version',
      'Setting.management.cattle.io server-version',
    ),
    ofImages(images, 'rancher'),
    stated(facts.rancher, 'harvester-release.yaml'),
  ]);
}

/** Settings hold their value as `value`, or `default` as long as nobody changed it. */
function settingValue(settings: Iterable<KubeObject>, name: string, from: string): StatedVersion | undefined {
  for (const setting of settings) {
    if (setting.name === name)
      return stated(textAt(setting.content, 'value') ?? textAt(setting.content, 'default'), from);
  }
  return undefined;
}

function ofNodes(objects: ObjectSource, field: string, from: string, prefix = /^/): StatedVersion | undefined {
  const values = [...objects('Node')].flatMap(({ content }) => textAt(content, 'status', 'nodeInfo', field) ?? []);
  const fitting = values
    .filter((value) => prefix.test(value))
    .map((value) => withoutPackaging(value.replace(prefix, '')));
  return stated(lowestVersion(fitting), from);
}

function ofImages(images: ImageVersions, product: string): StatedVersion | undefined {
  return stated(lowestVersion(images.get(product) ?? []), 'image tags of the pods');
}

function stated(version: string | undefined, from: string): StatedVersion | undefined {
  return version === undefined ? undefined : { version, from };
}
