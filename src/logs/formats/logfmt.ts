import type { Instant } from '../../model/time.js';
import { epochInstant, readDateTime } from '../timestamps.js';
import type { ParsedBody } from './body.js';
import { readPairs } from './key-value-pairs.js';
import { levelOfWord } from './level-words.js';

const FIRST_PAIR = /^[A-Za-z_][\w.@-]{0,63}=/;

/**
 * Parses logrus text and any other logfmt (`time="…" level=info msg="…" key=value`; Prometheus, Grafana, slog, old KubeVirt),
 * whatever the order of its keys. A line counts when it states at least two of time, level and message.
 * All keys are among the fields.
 */
export function parseLogfmt(body: string): ParsedBody | undefined {
  if (!FIRST_PAIR.test(body)) return undefined;
  const { fields } = readPairs(body);
  const message = fields.get('msg') ?? fields.get('message');
  const level = levelOfWord(fields.get('level') ?? fields.get('lvl') ?? fields.get('severity') ?? '');
  const time = timeOf(fields);
  const stated = [message, level, time].filter((part) => part !== undefined).length;
  return stated < 2 ? undefined : { message: message ?? body, level, time, fields };
}

function timeOf(fields: ReadonlyMap<string, string>): Instant | undefined {
  for (const key of ['time', 'ts', 't', 'timestamp']) {
    const value = fields.get(key);
    if (value !== undefined) return readDateTime(value)?.instant ?? epochInstant(Number(value));
  }
  return undefined;
}
