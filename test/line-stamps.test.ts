import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findStamps,
  type LinePayload,
  payloadOf,
  readStamp,
  type StampKind,
  withFixedStamps,
} from '../src/logs/line-stamps.js';
import type { LineSink, MatchedLine } from '../src/logs/matcher/matcher.js';
import { MatcherSet } from '../src/logs/matcher/matcher-set.js';
import { ScanModule } from '../src/logs/matcher/scan-module.js';
import { parseLine } from '../src/logs/parse-line.js';
import { StampReader } from '../src/logs/stamp-reader.js';
import { StreamClock } from '../src/logs/stream-clock.js';

const LITERAL = 'needle';
const matcher = new MatcherSet([LITERAL], ScanModule.load()).for(new Set([0]));

const digits = (length: number) =>
  fc.array(fc.nat(9), { minLength: length, maxLength: length }).map((all) => all.join(''));
const fraction = fc.oneof(
  fc.constant(''),
  fc.tuple(fc.constantFrom('.', ','), fc.integer({ min: 1, max: 14 }).chain(digits)).map((parts) => parts.join('')),
);
/** Mostly valid. */
const clock = fc
  .tuple(fc.nat(25), fc.nat(61), fc.nat(61), fraction)
  .map(
    ([hour, minute, second, rest]) =>
      `${[hour, minute, second].map((n) => String(n).padStart(2, '0')).join(':')}${rest}`,
  );
const dateTime = fc
  .tuple(
    fc.constantFrom('1969', '1970', '2024', '2025', '2100'),
    fc.nat(13),
    fc.nat(32),
    fc.constantFrom('-', '/'),
    fc.constantFrom('T', ' '),
    clock,
  )
  .map(([year, month, day, mark, half, time]) => {
    const [mm, dd] = [month, day].map((number) => String(number).padStart(2, '0'));
    return `${year}${mark}${mm}${mark}${dd}${half}${time}`;
  });
const zone = fc.constantFrom('', 'Z', '+01:00', '-0530', '+1', ' ');
const monthDay = fc
  .tuple(
    fc.constantFrom('Jan', 'Feb', 'Mar', 'Dec', 'Foo'),
    fc.constantFrom(' 5', '5', '05', '29', '30', '31', '32', '0'),
    clock,
  )
  .map((parts) => parts.join(' '));
const klog = fc
  .tuple(fc.constantFrom('I', 'E', 'W', 'F', 'X'), digits(4), clock, fc.constantFrom('', '.123456', '.654321'))
  .map(([letter, day, time, rest]) => `${letter}${day} ${time}${rest}`);
const epoch = fc
  .tuple(fc.constantFrom(9, 10, 13, 16, 19, 20).chain(digits), fc.constantFrom('', '.5', '.25', '.'))
  .map((parts) => parts.join(''));
const pieces = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(dateTime, zone).map((parts) => parts.join('')) },
  monthDay,
  klog,
  epoch,
  clock,
  fc.constantFrom(
    ' ',
    ' ',
    ' ',
    ': ',
    ' stdout F ',
    ' stderr P ',
    'stdout X ',
    ' node1 rke2[155]: ',
    '[pvc-1-e-0] ',
    '[x',
    '{',
  ),
  fc.constantFrom(
    '{"ts":',
    '{"level":"info","ts":"',
    '"time":"',
    '{"@timestamp": "',
    '"timestamp":',
    '","',
    '"',
    ',',
    '}',
  ),
  fc.constantFrom('time="', 'time=', 'ts=', 'level=info', 'msg', 'ä', '中', '\\"ts\\":', LITERAL),
);
const lines = fc.array(pieces, { maxLength: 10 }).map((parts) => `${parts.join('')} ${LITERAL}`);

/** Every digit becomes another; most stamps then state another time of the same form, some none. */
function atAnotherTime(line: string): string {
  return line.replace(/[0-3]/g, (digit) => String((Number(digit) + 1) % 3));
}

/** The line with something else at a place, or less, or more. */
function damaged(line: string, place: number, count: number, by: string): string {
  const at = place % (line.length + 1);
  return line.slice(0, at) + by + line.slice(at + count);
}

const bytesOf = (line: string): string => Buffer.from(line).toString('latin1');

/** What a scan tells of a line: of the first of a payload what the matcher made of it, of the others only the new parts. */
type Told =
  | { readonly index: number; readonly payload: LinePayload }
  | { readonly index: number; readonly firstOfPayload: number; readonly moment: number | undefined };

const REPEATED = Buffer.from(`2025-03-05T04:48:10Z ${LITERAL} that repeats\n`.repeat(50));

/** Of a text in which nearly all repeats: the next one is skimmed. */
function scanRepeated(): void {
  const sink = { line: (line: MatchedLine) => line.remember(0), known: () => undefined };
  matcher.scan(REPEATED, sink, 2 ** 20);
}

/**
 * Scans lines and remembers each payload, by the first of its stamps or by none.
 * @param isSkimmed whether a text came before of which nearly all repeated.
 */
function scanned(given: readonly string[], isSkimmed: boolean): Told[] {
  const told: Told[] = [];
  const firstLines: { index: number; kind: StampKind | undefined }[] = [];
  const text = Buffer.from(given.join('\n'));
  matcher.forget();
  if (isSkimmed) scanRepeated();
  const newlines = matcher.scan(
    text,
    {
      line: (line) => {
        const payload = line.payload();
        if (payload === undefined) throw new Error('the matcher made no payload');
        const kind = payload.stamps[0]?.kind;
        if (kind !== undefined) firstLines[line.remember(0)] = { index: line.index, kind };
        told.push({ index: line.index, payload });
      },
      known: ({ index, payload, stamp }) => {
        const first = firstLines[payload];
        const moment =
          first?.kind === undefined ? undefined : new StampReader().note(text, stamp, first.kind, 0, new StreamClock());
        told.push({ index, firstOfPayload: first?.index ?? Number.NaN, moment });
      },
    },
    2 ** 20,
  );
  expect(newlines).toBe(given.length - 1);
  return told;
}

/** The same by the functions in TypeScript. */
function told(given: readonly string[]): Told[] {
  const payloads = given.map((line) => payloadOf(bytesOf(line)));
  return payloads.flatMap((payload, index): Told | [] => {
    if (given[index]?.includes(LITERAL) !== true) return [];
    const firstOfPayload = payloads.findIndex(({ text }) => text === payload.text);
    const stamp = payload.stamps[0];
    if (firstOfPayload === index || stamp === undefined) return { index, payload };
    const time = readStamp(stamp.kind, bytesOf(given[index] ?? '').slice(stamp.start, stamp.end));
    const moment = new StreamClock().note(
      typeof time === 'number' ? { time } : { ...(time === undefined ? {} : { yearless: time }) },
    );
    return { index, firstOfPayload, moment };
  });
}

describe('stamps of a line', () => {
  // Two times of the same form are most often of one payload.
  const repeating = fc
    .array(lines, { minLength: 1, maxLength: 10 })
    .chain((some) => fc.array(fc.constantFrom(...some, ...some.map(atAnotherTime)), { minLength: 1, maxLength: 30 }));

  it.each([
    ['are found, replaced and read in WebAssembly as in TypeScript', false],
    ['are the same in a text that is skimmed', true],
  ])('%s', (_, isSkimmed) => {
    fc.assert(
      fc.property(repeating, (given) => {
        expect(scanned(given, isSkimmed)).toEqual(told(given));
      }),
      { numRuns: 700 },
    );
  });

  it.each([
    ['T', ' '],
    ['-05T', '/05T'],
    ['10.5', '10,5'],
    ['10.5', '10.50'],
    ['10.5', '10'],
    [' one', ' One'],
  ])('are of two payloads when one line has %j where the other has %j', (here, there) => {
    const line = `2025-03-05T04:48:10.5Z ${LITERAL} one`;
    const other = line.replace(here, there);
    const given = [line, line, other, other, line, other];
    expect(scanned(given, true)).toEqual(told(given));
  });

  it('are not taken from the line before when the line differs anywhere', () => {
    const damage = fc.tuple(
      fc.nat(200),
      fc.nat(2),
      fc.constantFrom('', '0', '9', ' ', ':', '-', 'T', '.', 'Z', 'x', '\r', '"', 'ä'),
    );
    const other = fc.constantFrom('', '2025-03-05T04:48:10Z nothing', 'nothing at all', `${'x'.repeat(40)}`);
    const one = fc
      .tuple(lines, fc.array(fc.oneof({ weight: 3, arbitrary: damage }, other), { maxLength: 6 }), fc.nat(3))
      .map(([line, changes, repeated]) => {
        const cycle = [line, atAnotherTime(line)];
        const changed = changes.map((change) => (typeof change === 'string' ? change : damaged(line, ...change)));
        return [
          ...Array.from({ length: repeated + 1 }, () => cycle).flat(),
          ...changed.flatMap((odd) => [odd, ...cycle]),
        ];
      });
    fc.assert(
      fc.property(one, fc.boolean(), (given, isSkimmed) => {
        expect(scanned(given, isSkimmed)).toEqual(told(given));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([
    ['an API time before klog', '2022-03-06T22:52:04.839903545Z I0306 22:52:04.807003       1 a.go:17] needle', 2],
    [
      'a CRI time before logfmt',
      '2025-03-05T04:48:10.6Z stderr F time="2025-03-05T04:48:10Z" level=info msg="needle"',
      2,
    ],
    [
      'journald before JSON',
      'Mar 17 17:57:10 node1 rke2[15500]: {"level":"warn","ts":"2022-03-17T17:57:10.372Z","msg":"needle"}',
      2,
    ],
    [
      'an instance before logfmt',
      '2022-03-06T23:14:34.96Z [pvc-1-e-0] time="2022-03-06T23:14:34Z" level=info msg="needle"',
      2,
    ],
    ['zap', '{"level":"warn","ts":1646779200.123,"msg":"needle"}', 1],
    ['Rancher', '2025/03/18 13:34:55 [ERROR] needle', 1],
    ['the kernel', 'Mar  5 04:48:10 node1 kernel: needle', 1],
    ['rsyslog', '2025-03-05T04:48:10.641503+01:00 node1 kernel: needle', 1],
  ])('are found in %s', (_, line, count) => {
    expect(findStamps(line)).toHaveLength(count);
    const { text, message, level, host, program, instance } = parseLine(withFixedStamps(line, findStamps(line)));
    const own = parseLine(line);
    expect({ message, level, host, program, instance }).toEqual({
      message: own.message,
      level: own.level,
      host: own.host,
      program: own.program,
      instance: own.instance,
    });
    expect(text).toContain('needle');
  });

  it('leave times in a message alone', () => {
    const line = 'time="2025-03-05T04:48:10Z" level=error msg="expired at 2025-03-04T00:00:00Z needle"';
    expect(withFixedStamps(line, findStamps(line))).toBe(
      'time="1971-01-02T03:04:05Z" level=error msg="expired at 2025-03-04T00:00:00Z needle"',
    );
  });
});

describe('remembered payloads', () => {
  /** How a line was told. */
  const tell = (text: string, remember?: number): string => {
    let how = 'untold';
    matcher.scan(
      Buffer.from(text),
      {
        line: (line) => {
          how = 'asked';
          line.remember(remember);
        },
        known: () => {
          how = 'known';
        },
      },
      100,
    );
    return how;
  };

  it('are told as known, until the stream ends', () => {
    matcher.forget();
    const line = `2025-03-05T04:48:10Z ${LITERAL}`;
    expect([tell(line, 0), tell(line, 0)]).toEqual(['asked', 'known']);
    matcher.forget();
    expect(tell(line, 0)).toBe('asked');
  });

  it('are not told when nobody wants them', () => {
    matcher.forget();
    expect([tell(LITERAL), tell(LITERAL)]).toEqual(['asked', 'untold']);
  });

  it('may be more than there is room for: each number is that of the last one it was given to', () => {
    const lineOf = (index: number): string =>
      `2025-03-05T04:48:10Z ${LITERAL} ${'x'.repeat(index % 300)} ${index % 20_000}`;
    const text = Buffer.from(
      Array.from({ length: 40_000 }, (_, index) => `${lineOf(index)}\n${lineOf(index)}\n`).join(''),
    );
    const indexOf: number[] = [];
    let known = 0;
    matcher.forget();
    matcher.scan(
      text,
      {
        line: (line) => {
          indexOf[line.remember(0)] = line.index;
        },
        known: ({ payload, index }) => {
          known++;
          expect(lineOf(Math.floor((indexOf[payload] ?? -2) / 2))).toBe(lineOf(Math.floor(index / 2)));
        },
      },
      1000,
    );
    expect(known).toBe(40_000);
    expect(indexOf.length).toBeLessThan(5_000);
  });

  it('are told behind a line that has more hits than there is room for', () => {
    const dense = Array.from({ length: 30 }, (_, index) => 'a'.repeat(index + 2));
    const many = new MatcherSet([...dense, LITERAL], ScanModule.load()).for(new Set([...dense, LITERAL].keys()));
    const known = `2025-03-05T04:48:10Z ${LITERAL}\n`;
    const asked: [number, number][] = [];
    const again: number[] = [];
    const sink: LineSink = {
      line: (line) => {
        asked.push([line.index, line.literals().length]);
        line.remember(0);
      },
      known: ({ index }) => again.push(index),
    };
    many.scan(Buffer.from(known.repeat(50)), sink, 2 ** 20);
    const text = `${known}${'a'.repeat(100_000)} ${LITERAL}\n${known.repeat(3)}`;
    expect(many.scan(Buffer.from(text), sink, 2 ** 20)).toBe(5);
    expect(asked).toEqual([
      [0, 1],
      [1, 31],
    ]);
    expect(again.slice(-4)).toEqual([0, 2, 3, 4]);
  });

  it('keep the order of the lines', () => {
    const line = (number: number): string => `2025-03-05T04:48:10Z ${LITERAL} ${number}\n`;
    const order = Array.from({ length: 9_000 }, (_, index) => (index % 3_000 === 17 ? index : 1));
    const seen: number[] = [];
    matcher.forget();
    matcher.scan(
      Buffer.from(order.map(line).join('')),
      {
        line: (found) => {
          seen.push(found.index);
          found.remember(0);
        },
        known: ({ index }) => seen.push(index),
      },
      1000,
    );
    expect(seen).toEqual(order.map((_, index) => index));
  });
});
