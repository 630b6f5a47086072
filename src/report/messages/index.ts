import type { ReportLanguage } from '../reporter.js';
import { en } from './en.js';
import type { Messages } from './messages.js';
import { zh } from './zh.js';

export type { Messages } from './messages.js';

const catalogues: Readonly<Record<ReportLanguage, Messages>> = { en, zh };

/** The headings and fixed sentences of a language. */
export function messagesFor(language: ReportLanguage): Messages {
  return catalogues[language];
}
