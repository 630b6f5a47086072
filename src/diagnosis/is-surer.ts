import type { Confidence } from '../model/report.js';
import type { Draft } from './draft.js';

const LEVELS: readonly Confidence[] = ['low', 'medium', 'high'];

/** Whether a finding is surer than another, which must not take it away then. */
export function isSurer(draft: Draft, other: Draft): boolean {
  return LEVELS.indexOf(draft.match.confidence) > LEVELS.indexOf(other.match.confidence);
}
