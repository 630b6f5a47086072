import type { ObjectIndex } from '../objects/object-index.js';
import { readOwners } from './families/owners.js';
import { LINK_FAMILIES } from './link-families.js';
import { type LinkSink, LinkWriter } from './link-writer.js';
import type { ThingNames } from './thing-names.js';

/** Lists of these hold things that happened, not things that are. */
const NOT_THINGS: ReadonlySet<string> = new Set(['Event', 'Event.events.k8s.io', 'Lease.coordination.k8s.io']);

/** Reads what the objects say of each other, the most telling relations first. */
export function readLinks(objects: ObjectIndex, names: ThingNames, sink: LinkSink): void {
  const writer = new LinkWriter(names, objects, sink);
  for (const family of LINK_FAMILIES) {
    for (const [kind, read] of Object.entries(family)) for (const object of objects.list(kind)) read(object, writer);
  }
  for (const kind of objects.resources) {
    if (!NOT_THINGS.has(kind)) for (const object of objects.list(kind)) readOwners(object, writer);
  }
}
