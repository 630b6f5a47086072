import type { KubeObject } from '../../model/kube-object.js';
import { mapsAt, textAt } from '../kube-path.js';
import { isVersion, withoutPackaging } from './stated-version.js';

/** Versions in image tags by product. */
export type ImageVersions = ReadonlyMap<string, ReadonlySet<string>>;

/** Image names (without registry) whose tag is the version of a product. */
const PRODUCT_OF_IMAGE: ReadonlyMap<string, string> = new Map([
  ['longhorn-manager', 'longhorn'],
  ['virt-operator', 'kubevirt'],
  ['virt-controller', 'kubevirt'],
  ['virt-handler', 'kubevirt'],
  ['cdi-operator', 'cdi'],
  ['cdi-controller', 'cdi'],
  ['hardened-etcd', 'etcd'],
  ['etcd', 'etcd'],
  ['fleet', 'fleet'],
  ['fleet-agent', 'fleet'],
]);

/** Image names that only mean the product together with their owner: others have an image of that name too. */
const PRODUCT_OF_OWNED_IMAGE: ReadonlyMap<string, string> = new Map([['rancher/rancher', 'rancher']]);

/** The versions that the images of pods state, packaging suffixes taken off. Branch names such as `master-head` are no versions. */
export function imageVersions(pods: Iterable<KubeObject>): ImageVersions {
  const versions = new Map<string, Set<string>>();
  for (const { content } of pods) {
    for (const container of mapsAt(content, 'spec', 'containers')) {
      const image = parseImage(textAt(container, 'image') ?? '');
      if (image === undefined) continue;
      const known = versions.get(image.product) ?? new Set();
      versions.set(image.product, known.add(image.version));
    }
  }
  return versions;
}

/** Takes `[registry[:port]/]owner/name:tag[@digest]` apart. */
function parseImage(image: string): { readonly product: string; readonly version: string } | undefined {
  const [reference = ''] = image.split('@');
  const path = reference.split('/');
  const [name = '', tag] = (path.at(-1) ?? '').split(':');
  const product = PRODUCT_OF_OWNED_IMAGE.get(`${path.at(-2) ?? ''}/${name}`) ?? PRODUCT_OF_IMAGE.get(name);
  if (product === undefined || tag === undefined || !isVersion(tag)) return undefined;
  return { product, version: withoutPackaging(tag) };
}
