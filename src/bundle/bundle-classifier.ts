import type { EntryRole } from './entry-role.js';
import { crustGatherLayout } from './layouts/crust-gather.js';
import { genericLayout } from './layouts/generic.js';
import type { Layout, LayoutName, LayoutTables } from './layouts/layout.js';
import { longhornSupportBundleLayout } from './layouts/longhorn-support-bundle.js';
import { mustGatherLayout } from './layouts/must-gather.js';
import { rancherLogsCollectorLayout } from './layouts/rancher-logs-collector.js';
import { sosreportLayout } from './layouts/sosreport.js';
import { supportBundleKitLayout } from './layouts/support-bundle-kit.js';
import { troubleshootLayout } from './layouts/troubleshoot.js';

/** A single compressed file seen as an archive of one entry: `syslog.1.gz!/syslog.1` is `syslog.1.gz` again for its name. */
const COMPRESSED_FILE = /\.(?:gz|xz|zst|bz2)!\/[^/]*$/;
const COMPRESSED_TAR = /\.tar\.(?:gz|xz|zst|bz2)!\/[^/]*$/;

/**
 * Says what each entry of a bundle is, by its path alone and one entry at a time, and in the end which layout the bundle has.
 * It keeps counts only, however many entries there are.
 */
export class BundleClassifier {
  readonly #layouts: readonly Layout[];
  readonly #counts = new Map<LayoutName, Map<EntryRole['kind'], number>>();

  /** @param bundle file name of the bundle, which may state what paths leave out */
  constructor(tables: LayoutTables, bundle = '') {
    // The more telling the directory names of a layout, the earlier it is asked; the last one answers every path.
    this.#layouts = [
      troubleshootLayout(tables),
      sosreportLayout(tables),
      crustGatherLayout(tables),
      mustGatherLayout(tables),
      supportBundleKitLayout(tables),
      longhornSupportBundleLayout(tables),
      rancherLogsCollectorLayout(tables, bundle),
      genericLayout(tables),
    ];
  }

  /**
   * @param path the entry's path in the bundle, `outer.zip!/inner/path` for nested archives
   * @returns what the entry is; never fails
   */
  classify(path: string): EntryRole {
    const segments = withoutCompression(path).split('/');
    for (const layout of this.#layouts) {
      const role = layout.classify(segments);
      if (role === undefined) continue;
      const counts = this.#counts.get(layout.name) ?? new Map<EntryRole['kind'], number>();
      counts.set(role.kind, (counts.get(role.kind) ?? 0) + 1);
      this.#counts.set(layout.name, counts);
      return role;
    }
    return { kind: 'ignored' };
  }

  /**
   * The layout that recognised most entries so far. `generic` recognises everything and therefore counts only when no other
   * layout recognised a log or an object list.
   */
  get layout(): LayoutName {
    const told = [...this.#counts]
      .filter(([name]) => name !== 'generic')
      .map(([name, counts]) => ({ name, telling: (counts.get('log') ?? 0) + (counts.get('objects') ?? 0) }))
      .filter(({ telling }) => telling > 0)
      .sort((a, b) => b.telling - a.telling);
    return told[0]?.name ?? 'generic';
  }

  /** Entries classified so far, by role. */
  get roleCounts(): ReadonlyMap<EntryRole['kind'], number> {
    const total = new Map<EntryRole['kind'], number>();
    for (const counts of this.#counts.values()) {
      for (const [kind, count] of counts) total.set(kind, (total.get(kind) ?? 0) + count);
    }
    return total;
  }
}

function withoutCompression(path: string): string {
  return COMPRESSED_FILE.test(path) && !COMPRESSED_TAR.test(path) ? path.slice(0, path.lastIndexOf('!')) : path;
}
