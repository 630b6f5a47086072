import type { Limits } from '../archive/index.js';
import type { Confidence } from '../model/report.js';
import type { RuleSelection } from '../rules/rule-set.js';
import type { AnalysisProfile } from './analysis-profile.js';

/** A bundle: a path (file, directory, or `-` for standard input), its bytes, or a stream of them. */
export type BundleInput = string | Uint8Array | AsyncIterable<Uint8Array>;

/** How a bundle is analyzed. */
export interface AnalyzeOptions {
  /** Name of the bundle in the report; default: the last part of the path. */
  readonly name?: string;
  /** Which rules; default: those that come with the program. */
  readonly rules?: RuleSelection;
  /** Findings below it are left out; default: medium. */
  readonly minConfidence?: Confidence;
  /** Language of titles, explanations and steps; default: en. */
  readonly language?: 'en' | 'zh';
  /** Only log lines in this time count as evidence; RFC 3339. Lines without a known time are left out. */
  readonly since?: string;
  readonly until?: string;
  /** Versions by product that are known from elsewhere; they take precedence over what the bundle states. */
  readonly products?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits & ReadLimits>;
  /**
   * Threads that scan beside the one that reads, once 24 MiB of logs were read. Default: for a zip of 32 MiB and more on disk, on a machine of three
   * processors and more, as many as there are further processors, at most 3; otherwise none. With 0 not even a large compressed stream is decompressed in a thread of its own.
   */
  readonly threads?: number;
  /** Ends the analysis; it then throws BundlescopeError `interrupted`. */
  readonly signal?: AbortSignal;
  /** Takes the cost of each phase and rule; measuring makes the analysis somewhat slower. */
  readonly profile?: AnalysisProfile;
  /** Called as reading goes on, at most some times a second. */
  readonly onProgress?: (progress: Progress) => void;
}

/** Bounds on what is held in memory at once. */
export interface ReadLimits {
  /** Largest file of API objects that is parsed, in bytes: such a file is held whole. */
  readonly maxObjectBytes: number;
}

/** How far reading has come. */
export interface Progress {
  readonly entries: number;
  /** After decompression. */
  readonly bytes: number;
  /** Path of the entry being read. */
  readonly path: string;
}
