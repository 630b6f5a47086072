import type { EntryRole } from '../entry-role.js';
import type { KindTable } from '../kinds.js';
import type { ProgramTable } from '../programs.js';

/** Names a layout in reports. */
export type LayoutName =
  | 'support-bundle-kit'
  | 'longhorn-support-bundle'
  | 'troubleshoot'
  | 'sosreport'
  | 'crust-gather'
  | 'must-gather'
  | 'rancher-logs-collector'
  | 'generic';

/** The tables adapters look names up in. */
export interface LayoutTables {
  readonly programs: ProgramTable;
  readonly kinds: KindTable;
}

/** Knows one way collectors lay out a bundle. It decides by the path alone, so that a bundle can be read front to back. */
export interface Layout {
  readonly name: LayoutName;
  /**
   * @param segments the entry's path split at `/`; that of a nested archive ends with `!`
   * @returns what the entry is, or undefined when the path is not of this layout
   */
  classify(segments: readonly string[]): EntryRole | undefined;
}

/** For entries that say nothing about the cluster. */
export const IGNORED: EntryRole = { kind: 'ignored' };

/** For entries that state time or versions. */
export const METADATA: EntryRole = { kind: 'metadata' };
