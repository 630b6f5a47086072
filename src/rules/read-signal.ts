import type { z } from 'zod';
import { groupNames } from './cel/regex.js';
import { didYouMean } from './did-you-mean.js';
import { durationMilliseconds } from './duration.js';
import type { LineWords, Literals, OtherSignal, RowWords, Signal } from './rule.js';
import type { RuleFile, YamlPath } from './rule-file.js';
import { SIGNAL_SCHEMAS, type SignalKind } from './schema.js';

type Raw<Kind extends SignalKind> = z.infer<(typeof SIGNAL_SCHEMAS)[Kind]>;

/** Reads one signal of a rule file; reports what is wrong to the file and gives undefined. */
export function readSignal(
  file: RuleFile,
  path: YamlPath,
  value: Readonly<Record<string, unknown>>,
): Signal | undefined {
  const kinds = kindsOf(value);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const known = Object.keys(SIGNAL_SCHEMAS);
    const guess = Object.keys(value)
      .filter((key) => !known.includes(key))
      .map((key) => didYouMean(key, known))
      .find((hint) => hint !== '');
    file.report(path, `a signal has exactly one of ${known.join(', ')}${guess ?? ''}`);
    return undefined;
  }
  return READERS[kind](file, path, value);
}

function kindsOf(value: Readonly<Record<string, unknown>>): readonly SignalKind[] {
  const kinds: readonly SignalKind[] = ['log', 'file', 'event', 'object', 'join', 'count'];
  return kinds.filter((kind) => Object.hasOwn(value, kind));
}

const READERS: {
  readonly [Kind in SignalKind]: (file: RuleFile, path: YamlPath, value: unknown) => Signal | undefined;
} = {
  log: (file, path, value) => {
    const raw = checked(SIGNAL_SCHEMAS.log, file, path, value);
    return (
      raw && {
        kind: 'log',
        optional: raw.optional === true,
        sources: listOf(raw.log),
        ...lineConditions(file, path, raw),
        contains: literals(raw.contains),
        ...lineWords(raw),
      }
    );
  },
  file: (file, path, value) => {
    const raw = checked(SIGNAL_SCHEMAS.file, file, path, value);
    return (
      raw && {
        kind: 'file',
        optional: raw.optional === true,
        sources: listOf(raw.file),
        ...lineConditions(file, path, raw),
        contains: literals(raw.contains),
        ...lineWords(raw),
      }
    );
  },
  event: (file, path, value) => {
    const raw = checked(SIGNAL_SCHEMAS.event, file, path, value);
    return (
      raw && {
        kind: 'event',
        optional: raw.optional === true,
        about: listOf(raw.event),
        reasons: listOf(raw.reason),
        contains: raw.contains === undefined ? undefined : literals(raw.contains),
        ...lineConditions(file, path, raw),
        ...lineWords(raw),
      }
    );
  },
  object: (file, path, value) => {
    const raw = checked(SIGNAL_SCHEMAS.object, file, path, value);
    return (
      raw && {
        kind: 'object',
        optional: raw.optional === true,
        resource: raw.object,
        each: raw.each,
        where: listOf(raw.where),
        bind: mapOf(raw.bind),
        time: raw.time,
        lastSeen: raw['last-seen'],
        cite: raw.cite ?? [],
        ...rowWords(raw),
      }
    );
  },
  join: (file, path, value) => {
    const raw = checked(SIGNAL_SCHEMAS.join, file, path, value);
    return (
      raw && {
        kind: 'join',
        join: raw.join,
        without: raw.without ?? [],
        where: listOf(raw.where),
        bind: mapOf(raw.bind),
        ...rowWords(raw),
      }
    );
  },
  count: (file, path, value) => {
    const raw = checked(SIGNAL_SCHEMAS.count, file, path, value);
    if (raw === undefined) return undefined;
    const counts = new Map(
      Object.entries(raw.count).map(([name, reference]) => {
        const [signal = '', binding] = reference.split('.', 2);
        return [name, { signal, binding }];
      }),
    );
    return { kind: 'count', counts, per: raw.per ?? [], where: listOf(raw.where) };
  },
};

function checked<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape, z.core.$strict>,
  file: RuleFile,
  path: YamlPath,
  value: unknown,
): z.infer<typeof schema> | undefined {
  return file.validate(schema, value, path, Object.keys(schema.shape));
}

interface RawConditions {
  readonly match?: string | readonly string[] | undefined;
  readonly where?: string | readonly string[] | undefined;
  readonly bind?: Readonly<Record<string, string>> | undefined;
}

function lineConditions(file: RuleFile, path: YamlPath, raw: RawConditions): Conditions {
  const match = listOf(raw.match);
  return { match, groups: groupsOf(file, path, match), where: listOf(raw.where), bind: mapOf(raw.bind) };
}

interface Conditions {
  readonly match: readonly string[];
  readonly groups: readonly string[];
  readonly where: readonly string[];
  readonly bind: ReadonlyMap<string, string>;
}

/** Also the place where patterns that are not RE2 are refused. */
function groupsOf(file: RuleFile, path: YamlPath, patterns: readonly string[]): readonly string[] {
  const names = new Set<string>();
  patterns.forEach((pattern, index) => {
    try {
      for (const name of groupNames(pattern)) names.add(name);
    } catch (error) {
      const place = patterns.length === 1 ? [...path, 'match'] : [...path, 'match', index];
      file.report(place, `not an RE2 pattern: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
  return [...names];
}

function literals(raw: string | string[] | { any: string[] }): Literals {
  if (typeof raw === 'string') return { mode: 'all', texts: [raw] };
  return Array.isArray(raw) ? { mode: 'all', texts: raw } : { mode: 'any', texts: raw.any };
}

type RawRowWords = Pick<Raw<'object'>, 'per' | 'at-least' | 'at-most' | 'distinct' | 'newest' | 'within' | 'lasting'>;

function rowWords(raw: RawRowWords): RowWords {
  return {
    per: raw.per,
    atLeast: raw['at-least'],
    atMost: raw['at-most'],
    distinct: new Map(Object.entries(raw.distinct ?? {})),
    newest: raw.newest,
    within: duration(raw.within),
    lasting: duration(raw.lasting),
  };
}

type RawLineWords = RawRowWords &
  Pick<Raw<'log'>, 'until-end' | 'after' | 'before' | 'unless-followed-by' | 'unless-preceded-by'>;

function lineWords(raw: RawLineWords): LineWords {
  return {
    ...rowWords(raw),
    untilEnd: duration(raw['until-end']),
    after: otherSignal(raw.after),
    before: otherSignal(raw.before),
    unlessFollowedBy: otherSignal(raw['unless-followed-by']),
    unlessPrecededBy: otherSignal(raw['unless-preceded-by']),
  };
}

function otherSignal(raw: RawLineWords['after']): OtherSignal | undefined {
  if (raw === undefined) return undefined;
  return typeof raw === 'string'
    ? { signal: raw, within: undefined }
    : { signal: raw.signal, within: duration(raw.within) };
}

function duration(text: string | undefined): number | undefined {
  return text === undefined ? undefined : durationMilliseconds(text);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function mapOf(value: Readonly<Record<string, string>> | undefined): ReadonlyMap<string, string> {
  return new Map(Object.entries(value ?? {}));
}
