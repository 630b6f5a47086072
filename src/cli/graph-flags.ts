import type { ReportLanguage } from '../report/index.js';
import type { LimitFlags } from './limit-options.js';

/** How a graph can be written. */
export const GRAPH_FORMATS = ['text', 'dot', 'mermaid', 'json'] as const;

/** Name of a format that a graph can be written in. */
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** Options of `graph`, as Commander gives them. */
export interface GraphFlags extends LimitFlags {
  readonly format?: GraphFormat;
  readonly output?: string;
  readonly depth: number;
  readonly max: number;
  /** The other end of a path. */
  readonly to?: string;
  readonly cite?: boolean;
  readonly lang: ReportLanguage;
  readonly quiet?: boolean;
}
