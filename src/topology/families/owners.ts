import { mapsAt, textAt } from '../../bundle/kube-path.js';
import { type KubeObject, resourceOf } from '../../model/kube-object.js';
import type { LinkWriter } from '../link-writer.js';

/** Whatever the kind: object → owner, as its owner references say. */
export function readOwners(object: KubeObject, links: LinkWriter): void {
  for (const [index, owner] of mapsAt(object.content, 'metadata', 'ownerReferences').entries()) {
    const kind = textAt(owner, 'kind');
    const name = textAt(owner, 'name');
    if (kind === undefined || name === undefined) continue;
    const apiVersion = textAt(owner, 'apiVersion') ?? '';
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
    const key = links.names.keyOfReference(resourceOf(kind, group), object.namespace, name);
    links.link(links.keyOf(object), 'owned-by', key, object, `metadata.ownerReferences[${index}]`);
  }
}
