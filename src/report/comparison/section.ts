import type { Comparison } from '../../model/comparison.js';
import type { Messages } from '../messages/index.js';
import type { ReportLanguage } from '../reporter.js';
import type { ComparisonMessages } from './comparison-messages.js';
import type { Places } from './places.js';

/** How a part of a comparison is set off. */
export type Tone = 'bad' | 'good' | 'calm';

/** One thing of a section. All texts are raw: the reporter makes them harmless. */
export interface SectionItem {
  /** A word before the title, such as a severity. */
  readonly mark?: string;
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly tone: Tone }[];
  /** Where it stands in the bundles, ready to be copied. */
  readonly places: readonly string[];
}

/** A heading with what stands below it. */
export interface Section {
  readonly heading: string;
  readonly tone: Tone;
  readonly items: readonly SectionItem[];
  /** How much was left out. */
  readonly more?: string;
}

/** What the parts of a view share. */
export interface ViewContext {
  readonly comparison: Comparison;
  readonly messages: ComparisonMessages;
  /** Those of a report: severities, words for nodes. */
  readonly words: Messages;
  readonly language: ReportLanguage;
  readonly places: Places;
  readonly unfolded: boolean;
}
