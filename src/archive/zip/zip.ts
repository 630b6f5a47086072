import type { ByteSource } from '../../source/index.js';
import type { ArchiveContext } from '../archive-context.js';
import type { ContainerFormat, Member } from '../format.js';
import { findDirectory } from './zip-directory.js';
import { forwardMembers } from './zip-forward.js';
import { Signature, viewOf } from './zip-header.js';
import { randomAccessMembers } from './zip-random.js';

/** First words of a zip: a local header, the end record of an empty archive, or a mark of several disks. */
const BEGINNINGS: readonly number[] = [Signature.localHeader, Signature.end];

/** Zip (PKWARE APPNOTE 6.3): stored and deflated entries, zip64, data descriptors; no encryption, no split archives. */
export const zipFormat: ContainerFormat = {
  kind: 'container',
  name: 'zip',
  matches(head) {
    if (head.length < 4) return false;
    const view = viewOf(head);
    const first = view.getUint32(0, true);
    if (BEGINNINGS.includes(first)) return true;
    const marked = first === Signature.descriptor || first === 0x30304b50;
    return marked && head.length >= 8 && view.getUint32(4, true) === Signature.localHeader;
  },
  members,
};

async function* members(source: ByteSource, context: ArchiveContext): AsyncGenerator<Member> {
  if (source.kind === 'stream') {
    yield* forwardMembers(source.stream(), context);
    return;
  }
  const directory = await findDirectory(source);
  if (directory !== undefined) {
    yield* randomAccessMembers(source, directory, context);
    return;
  }
  yield* forwardMembers(source.stream(), context);
}
