import type { WarningSink } from '../errors/index.js';
import type { Entry } from '../model/entry.js';

/** Names that collectors give to a bundle of a whole cluster, or to the directory in it; each states when it was taken or is drawn anew. */
const BUNDLE_NAME =
  /(?:^|\/)((?:longhorn-)?support-?bundle_[0-9a-f-]+_\d{4}-\d{2}-\d{2}T[0-9-]+Z?|support-bundle-\d{4}-\d{2}-\d{2}T[0-9_]+|must-gather\.local\.\d+)[^/]*(?=\/)/;

/** The others are told one by one up to this number. */
const MAX_TOLD = 5;

/**
 * Passes on the entries of one bundle. An archive or a directory with several would mix clusters, or the states of one cluster, and each rule
 * would see the nodes of one beside the logs of the other; so of those that are known by their name only the first is read.
 * @param warn gets `several-bundles` for each of the others
 */
export async function* oneBundle(entries: AsyncIterable<Entry>, warn: WarningSink): AsyncGenerator<Entry> {
  let first: string | undefined;
  const others = new Set<string>();
  for await (const entry of entries) {
    const bundle = bundleOf(entry.path);
    first ??= bundle;
    if (bundle === undefined || bundle === first) {
      yield entry;
    } else if (others.size < MAX_TOLD && !others.has(bundle)) {
      others.add(bundle);
      warn({
        code: 'several-bundles',
        message: `not analyzed: one bundle is analyzed at a time, and ${first} comes first; give this one by itself`,
        path: bundle,
      });
    }
  }
}

/** Where the bundle lies that an entry is part of: the path up to the first name of a bundle. */
function bundleOf(path: string): string | undefined {
  const match = BUNDLE_NAME.exec(path);
  return match === null ? undefined : path.slice(0, match.index + match[0].length).replace(/!$/, '');
}
