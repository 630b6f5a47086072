import { parseLine } from '../logs/parse-line.js';
import { EXCERPT_LENGTH } from '../model/citation.js';
import type { Evidence } from '../rules/row.js';
import type { Draft } from './draft.js';

/** What a failing component itself says of its failure, and where. */
export interface OwnStatement {
  readonly text: string;
  readonly evidence: Evidence;
}

/** Longest text, in UTF-16 units. */
const MAX_LENGTH = 160;
/** What fails wraps the error of what it called, so that the reason stands at the end: `a failed: b failed: no such file`. */
const WRAPPED = ': ';
/** Fields in which Kubernetes, Longhorn, KubeVirt and Harvester state an error in words. */
const STATES_WORDS = /(?:^|\.)(?:message|note|error|lastError|failureReason)$/;
/** A word alone is a reason's code, not a sentence. */
const IS_SENTENCE = /\S\s+\S/;

/**
 * The words of a failing component that tell most of why it fails: of the signals that the rule names in `says`, else of what the objects in its
 * evidence state, when they wrap the error of something else. Undefined when there are none, or when the title tells them already.
 */
export function ownStatement({ rule, evidence }: Draft, title: string): OwnStatement | undefined {
  const isNamed = rule.says.length > 0;
  const candidates = isNamed ? rule.says.flatMap((name) => ofSignal(evidence, name)) : evidence;
  for (const one of candidates) {
    const words = wordsOf(one, isNamed);
    if (words === undefined || !IS_SENTENCE.test(words) || !(isNamed || wrapsAnError(words))) continue;
    const text = endOf(words);
    return title.includes(text.slice(-MAX_LENGTH / 4)) ? undefined : { text, evidence: one };
  }
  return undefined;
}

function ofSignal(evidence: readonly Evidence[], name: string): readonly Evidence[] {
  return evidence.filter(({ signal }) => signal === name);
}

/** What stands behind the last colon is an error in words, one word such as `EOF` or `Unauthorized`, or cut off; not an id. */
function wrapsAnError(words: string): boolean {
  const colon = words.lastIndexOf(WRAPPED);
  return colon !== -1 && /\s|^[A-Z…]/.test(words.slice(colon + WRAPPED.length).trim());
}

/** @param ofLogs whether lines of logs count: a rule that says nothing of its words cites lines that say less than its title */
function wordsOf({ citation }: Evidence, ofLogs: boolean): string | undefined {
  if (citation.kind === 'object') {
    const { field = '', value = '' } = citation;
    return STATES_WORDS.test(field) ? markedIfCut(value) : undefined;
  }
  if (citation.kind !== 'log' || !ofLogs) return undefined;
  const { message, fields } = parseLine(citation.excerpt);
  const error = fields.get('error') ?? fields.get('err') ?? '';
  return markedIfCut(error === '' || message.includes(error) ? message : `${message}${WRAPPED}${error}`);
}

/** Marks a text of which a citation keeps only the beginning. */
function markedIfCut(text: string): string {
  return text.length < EXCERPT_LENGTH ? text : `${text} …`;
}

/** The text in one line; of a long one the last causes that it names. */
function endOf(words: string): string {
  const text = words.replace(/\s+/g, ' ').trim();
  if (text.length <= MAX_LENGTH) return text;
  const tail = text.slice(2 - MAX_LENGTH);
  const cause = tail.indexOf(WRAPPED);
  const word = tail.indexOf(' ');
  return `… ${cause === -1 ? tail.slice(word + 1) : tail.slice(cause + WRAPPED.length)}`;
}
