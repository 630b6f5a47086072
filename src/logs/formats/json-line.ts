import type { Instant } from '../../model/time.js';
import type { LogLevel } from '../log-record.js';
import { epochInstant, readDateTime } from '../timestamps.js';
import type { ParsedBody } from './body.js';
import { flattenJson } from './flatten-json.js';
import { levelOfWord } from './level-words.js';

/**
 * Parses one JSON object per line: klog JSON, zap (etcd, fleet, controller-runtime), KubeVirt, and fluentd, whose `log` or
 * `message` is the original line of another program (given as `wrapped`). The fields hold all members, flattened.
 */
export function parseJsonLine(body: string): ParsedBody | undefined {
  const object = parseObject(body);
  if (object === undefined) return undefined;
  const fields = flattenJson(object);
  const carrier = carrierMember(fields);
  const wrapped: unknown = carrier === undefined ? undefined : Reflect.get(object, carrier);
  if (carrier !== undefined) fields.delete(carrier);
  return {
    message: fields.get('msg') ?? fields.get('message') ?? body,
    level: levelOf(fields),
    time: timeOf(fields),
    fields,
    wrapped: typeof wrapped === 'string' ? wrapped : undefined,
  };
}

/** Parses a JSON object that fills the whole text; undefined when it is cut, damaged or no object. */
export function parseObject(text: string): object | undefined {
  if (!text.startsWith('{') || !text.trimEnd().endsWith('}')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Name of the member in which a log collector carries a program's line. Collectors write no `msg` and no level; `message`
 * is an ordinary key too, so it counts only beside what they add about the line's source.
 */
function carrierMember(fields: ReadonlyMap<string, string>): string | undefined {
  if (fields.has('msg') || fields.has('level')) return undefined;
  if (fields.has('log')) return 'log';
  const collected =
    fields.has('stream') || fields.has('kubernetes.pod_name') || fields.has('kubernetes.namespace_name');
  return collected && fields.has('message') ? 'message' : undefined;
}

/** klog's JSON has no level: a verbosity `v` marks information, its absence an error (component-base/logs/json). */
function levelOf(fields: ReadonlyMap<string, string>): LogLevel | undefined {
  const word = fields.get('level') ?? fields.get('severity') ?? fields.get('lvl');
  if (word !== undefined) return levelOfWord(word);
  if (fields.has('v')) return 'info';
  return fields.has('msg') && /^\d+(?:\.\d+)?$/.test(fields.get('ts') ?? '') ? 'error' : undefined;
}

function timeOf(fields: ReadonlyMap<string, string>): Instant | undefined {
  for (const key of ['ts', 'timestamp', 'time', '@timestamp', 't']) {
    const value = fields.get(key);
    const instant = value === undefined ? undefined : (readDateTime(value)?.instant ?? epochInstant(Number(value)));
    if (instant !== undefined) return instant;
  }
  return undefined;
}
