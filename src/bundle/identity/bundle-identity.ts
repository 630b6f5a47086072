import type { WarningSink } from '../../errors/index.js';
import type { NodeSummary, UpgradeSummary } from '../../model/report.js';
import type { Instant } from '../../model/time.js';
import type { EntryRole } from '../entry-role.js';
import { type BundleTime, newestHeartbeat, parseTime, timeInName } from './bundle-time.js';
import { type MetadataFacts, readMetadata } from './metadata-files.js';
import { summarizeNodes } from './nodes.js';
import type { ObjectSource } from './object-source.js';
import { type StatedProduct, stateProducts } from './products.js';
import { lowestVersion } from './stated-version.js';
import { summarizeUpgrade } from './upgrade.js';

/** What a bundle is: when it was taken, of which cluster. */
export interface BundleIdentity {
  readonly createdAt?: Instant;
  /** Where the time is from, for people; `not stated` when there is none. */
  readonly createdAtFrom: string;
  readonly products: readonly StatedProduct[];
  readonly nodes: readonly NodeSummary[];
  readonly upgrade?: UpgradeSummary;
}

/**
 * Gathers what states the identity of a bundle while it is read, and decides at the end. The order of trust is in docs/formats.md.
 */
export class BundleIdentityBuilder {
  readonly #warn: WarningSink;
  readonly #facts: MetadataFacts[] = [];
  #timeInName: Instant | undefined;
  #newestChange: Instant | undefined;

  /**
   * @param bundleName file or directory name of the bundle
   * @param warn gets `metadata-unparsable` and `time-unknown`
   */
  constructor(bundleName: string, warn: WarningSink) {
    this.#warn = warn;
    this.#timeInName = timeInName(bundleName);
  }

  /** Takes notice of an entry: its top directory may state the time, its time of change is the last resort. */
  addEntry(path: string, modified: Instant | undefined): void {
    this.#timeInName ??= timeInName(path.slice(0, path.indexOf('/') + 1));
    if (modified !== undefined && modified > (this.#newestChange ?? -Infinity)) this.#newestChange = modified;
  }

  /** Takes the text of an entry for which `statesIdentity` is true. */
  addText(role: EntryRole, path: string, text: string): void {
    this.#facts.push(readMetadata(role, text, path, this.#warn));
  }

  /** @param objects the collected objects of IDENTITY_KINDS */
  build(objects: ObjectSource): BundleIdentity {
    const time = this.#time(objects);
    const upgrade = summarizeUpgrade(objects);
    return {
      ...(time !== undefined && { createdAt: time.createdAt }),
      createdAtFrom: time?.from ?? 'not stated',
      products: stateProducts(objects, mergeFacts(this.#facts)),
      nodes: summarizeNodes(objects),
      ...(upgrade !== undefined && { upgrade }),
    };
  }

  #time(objects: ObjectSource): BundleTime | undefined {
    for (const { createdAt } of this.#facts) {
      const stated = createdAt === undefined ? undefined : parseTime(createdAt);
      if (stated !== undefined) return { createdAt: stated, from: 'metadata of the bundle' };
    }
    if (this.#timeInName !== undefined) return { createdAt: this.#timeInName, from: 'name of the bundle' };
    const heartbeat = newestHeartbeat(objects);
    const estimate =
      heartbeat !== undefined
        ? { createdAt: heartbeat, from: 'newest lease or node heartbeat' }
        : this.#newestChange !== undefined && { createdAt: this.#newestChange, from: 'newest file in the bundle' };
    this.#warn({
      code: 'time-unknown',
      message: estimate
        ? `the time the bundle was taken is not stated; estimated from the ${estimate.from}`
        : 'the time the bundle was taken is not stated and could not be estimated',
    });
    return estimate || undefined;
  }
}

/** Nodes may state different versions: the lowest, for the reason given at stateProducts. */
function mergeFacts(all: readonly MetadataFacts[]): MetadataFacts {
  const merged: Record<string, string> = {};
  for (const key of new Set(all.flatMap((facts) => Object.keys(facts)))) {
    const values = all.flatMap((facts) =>
      Object.entries(facts).flatMap(([name, value]) => (name === key ? [value] : [])),
    );
    const lowest = lowestVersion(values);
    if (lowest !== undefined) merged[key] = lowest;
  }
  return merged;
}
