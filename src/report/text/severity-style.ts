import type { Severity } from '../../model/report.js';
import type { Style } from '../ink.js';

/** The colour of a severity. */
export const severityStyle: Readonly<Record<Severity, Style>> = {
  critical: 'red',
  error: 'red',
  warning: 'yellow',
  info: 'cyan',
};
