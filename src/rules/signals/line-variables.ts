import type { LogRecord } from '../../logs/log-record.js';
import type { LogStreamIdentity } from '../../model/log-stream.js';
import { normalise } from '../../objects/normalise.js';
import type { Expression, Variables } from '../cel/expression.js';

/** Marks a node that will be known when the pod list was read; NUL occurs in no name. */
const DEFERRED_NODE = '\0pod:';

/** What of a line costs something to make and is made only when an expression names it. */
export interface LineNeeds {
  readonly variables: boolean;
  readonly instance: boolean;
  readonly fields: boolean;
  /** The line's own times, which differ from line to line of one payload. */
  readonly times: boolean;
}

/** `fields` followed by anything but a member that is no time. */
const TIME_FIELDS = /\bfields\b(?!\.(?!(?:t|ts|time|timestamp)\b)\w)/;

/** What expressions need of a line, by the words in their source. */
export function lineNeeds(expressions: readonly Expression[]): LineNeeds {
  const uses = (word: string): boolean => expressions.some(({ source }) => source.includes(word));
  return {
    variables: expressions.length > 0,
    instance: uses('instance'),
    fields: uses('fields'),
    times: expressions.some(({ source }) => TIME_FIELDS.test(source)),
  };
}

/** A line as the expressions of a signal see it. */
export interface VisibleLine {
  readonly record: LogRecord;
  /** The fields with the line's own times. */
  ownFields(): ReadonlyMap<string, string>;
  instance(): string;
  readonly stream: LogStreamIdentity;
}

/**
 * The variables of a line signal's expressions.
 * @param names of all groups of the patterns; one that took no part is empty.
 */
export function lineVariables(
  { record, stream, instance, ownFields }: VisibleLine,
  groups: ReadonlyMap<string, string>,
  names: readonly string[],
  needs: LineNeeds,
): Variables {
  return {
    ...Object.fromEntries(names.map((name): [string, string] => [name, groups.get(name) ?? ''])),
    line: {
      text: record.text,
      message: record.message,
      level: record.level ?? '',
      host: record.host ?? '',
      program: record.program ?? '',
      instance: needs.instance ? instance() : '',
      fields: needs.fields ? normalise(Object.fromEntries(needs.times ? ownFields() : record.fields)) : {},
    },
    stream: {
      program: stream.programs[0] ?? '',
      node: stream.node ?? deferredNode(stream),
      namespace: stream.namespace ?? '',
      pod: stream.pod ?? '',
      container: stream.container ?? '',
      previous: stream.previous,
    },
  };
}

function deferredNode(stream: LogStreamIdentity): string {
  return stream.pod === undefined ? '' : `${DEFERRED_NODE}${stream.namespace ?? ''}/${stream.pod}`;
}

/** The pod (`namespace/name`) whose node a value stands for; undefined when it is a value like any other. */
export function podOfDeferredNode(value: unknown): string | undefined {
  return typeof value === 'string' && value.startsWith(DEFERRED_NODE) ? value.slice(DEFERRED_NODE.length) : undefined;
}
