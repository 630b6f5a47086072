import type { LogRecord } from '../../logs/log-record.js';
import type { LogStreamIdentity } from '../../model/log-stream.js';
import { normalise } from '../../objects/normalise.js';
import type { Expression, Variables } from '../cel/expression.js';

/** Marks a node that will be known when the pod list was read; NUL occurs in no name. */
const DEFERRED_NODE = '\0pod:';

/** What expressions name of a line: only that is made, for every line that a signal matches. */
export interface LineNeeds {
  readonly variables: boolean;
  /** Members of `line`. */
  readonly members: ReadonlySet<LineMember>;
  readonly stream: boolean;
  readonly instance: boolean;
  /** The line's own times, which differ from line to line of one payload. */
  readonly times: boolean;
}

const MEMBERS = ['text', 'message', 'level', 'host', 'program', 'instance', 'fields'] as const;
type LineMember = (typeof MEMBERS)[number];

/** `fields` followed by anything but a member that is no time. */
const TIME_FIELDS = /\bfields\b(?!\.(?!(?:t|ts|time|timestamp)\b)\w)/;

/** What expressions need of a line, by the words in their source. */
export function lineNeeds(expressions: readonly Expression[]): LineNeeds {
  const uses = (word: string): boolean => expressions.some(({ source }) => source.includes(word));
  const named = expressions.flatMap(({ source }) => [...source.matchAll(/\bline\b(?:\.(\w+))?/g)]);
  const isUsedWhole = named.some(([, member]) => member === undefined);
  return {
    variables: expressions.length > 0,
    members: new Set(MEMBERS.filter((member) => isUsedWhole || named.some(([, name]) => name === member))),
    stream: uses('stream'),
    instance: uses('instance'),
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
 * The variables of a line signal's expressions, as far as they are named.
 * @param names of all groups of the patterns; one that took no part is empty.
 */
export function lineVariables(
  line: VisibleLine,
  groups: ReadonlyMap<string, string>,
  names: readonly string[],
  needs: LineNeeds,
): Variables {
  const variables: Record<string, unknown> = {};
  for (const name of names) variables[name] = groups.get(name) ?? '';
  if (needs.members.size > 0) {
    const members: Record<string, unknown> = {};
    for (const member of needs.members) members[member] = memberOfLine(line, member, needs);
    variables['line'] = members;
  }
  if (needs.stream) variables['stream'] = streamVariable(line);
  return variables;
}

function memberOfLine(line: VisibleLine, member: LineMember, needs: LineNeeds): unknown {
  switch (member) {
    case 'instance':
      return line.instance();
    case 'fields':
      return normalise(Object.fromEntries(needs.times ? line.ownFields() : line.record.fields));
    default:
      return line.record[member] ?? '';
  }
}

/** The variables of streams by the host that their lines state: a stream has many lines, and seldom more than one host. */
const streamVariables = new WeakMap<LogStreamIdentity, Map<string, Variables>>();

/**
 * Where a log's path states neither node nor pod, the node is the host that journald or syslog wrote before the line: without a
 * name nothing could be told apart, and what excludes a fault (`not`) would join nothing.
 */
function streamVariable({ stream, record }: VisibleLine): Variables {
  const isPlaced = stream.node !== undefined || stream.pod !== undefined;
  const host = isPlaced ? '' : (record.host ?? '');
  const byHost = streamVariables.get(stream) ?? new Map<string, Variables>();
  streamVariables.set(stream, byHost);
  let variable = byHost.get(host);
  if (variable === undefined) {
    variable = {
      program: stream.programs[0] ?? '',
      node: isPlaced ? (stream.node ?? deferredNode(stream)) : host,
      namespace: stream.namespace ?? '',
      pod: stream.pod ?? '',
      ref: referenceOf(stream),
      container: stream.container ?? '',
      previous: stream.previous,
    };
    byHost.set(host, variable);
  }
  return variable;
}

/** How a finding names the pod: without a namespace where the path states none, and by the program where it states nothing at all. */
function referenceOf({ namespace, pod, node, programs }: LogStreamIdentity): string {
  if (pod === undefined) return node === undefined ? (programs[0] ?? '') : '';
  return namespace === undefined ? pod : `${namespace}/${pod}`;
}

function deferredNode(stream: LogStreamIdentity): string {
  return `${DEFERRED_NODE}${stream.namespace ?? ''}/${stream.pod ?? ''}`;
}

/** The pod (`namespace/name`) whose node a value stands for; undefined when it is a value like any other. */
export function podOfDeferredNode(value: unknown): string | undefined {
  return typeof value === 'string' && value.startsWith(DEFERRED_NODE) ? value.slice(DEFERRED_NODE.length) : undefined;
}
