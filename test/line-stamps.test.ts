import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findStamps, readStamp, withFixedStamps } from '../src/logs/line-stamps.js';
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

const bytesOf = (line: string): string => Buffer.from(line).toString('latin1');
const payloadOf = (line: string): string => withFixedStamps(bytesOf(line), findStamps(bytesOf(line)));

/** Scans lines and tells which have the same payload as one before them, and where their stamps are. */
function scanned(given: readonly string[]): { firstWithSamePayload: number; stamps: readonly [number, number][] }[] {
  const found: { firstWithSamePayload: number; stamps: [number, number][] }[] = [];
  const lineOfNumber = new Map<number, number>();
  matcher.forget();
  matcher.scan(
    Buffer.from(given.join('\n')),
    (line) => {
      const known = lineOfNumber.get(line.payload);
      if (known === undefined) lineOfNumber.set(line.remember(), line.index);
      const count = findStamps(bytesOf(given[line.index] ?? '')).length;
      const stamps = Array.from({ length: count }, (_, index): [number, number] => [
        line.stampStart(index) - line.start,
        line.stampEnd(index) - line.start,
      ]);
      found.push({ firstWithSamePayload: known ?? line.index, stamps });
    },
    2 ** 20,
  );
  return found;
}

describe('stamps of a line', () => {
  it('are the same in WebAssembly and in TypeScript', () => {
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 20 }), (given) => {
        const payloads = given.map(payloadOf);
        expect(scanned(given)).toEqual(
          given.map((line, index) => ({
            firstWithSamePayload: payloads.indexOf(payloads[index] ?? ''),
            stamps: findStamps(bytesOf(line)).map(({ start, end }) => [start, end]),
          })),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('are read the same from bytes and from text', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const bytes = bytesOf(line);
        for (const { kind, start, end } of findStamps(bytes)) {
          const text = readStamp(kind, bytes.slice(start, end));
          const expected = new StreamClock().note(
            typeof text === 'number' ? { time: text } : { ...(text && { yearless: text }) },
          );
          expect(expected).toBeDefined();
          expect(new StampReader().note(Buffer.from(bytes, 'latin1'), start, end, kind, 0, new StreamClock())).toBe(
            expected,
          );
        }
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
  it('are forgotten with the stream', () => {
    const numbers: number[] = [];
    const text = Buffer.from(LITERAL);
    const look = (): number => matcher.scan(text, (line) => numbers.push(line.payload), 100);
    matcher.forget();
    matcher.scan(text, (line) => numbers.push(line.remember()), 100);
    look();
    matcher.forget();
    look();
    expect(numbers).toEqual([numbers[0], numbers[0], 0]);
    expect(numbers[0]).toBeGreaterThan(0);
  });

  it('may be more than there is room for', () => {
    const text = Buffer.from(
      Array.from({ length: 30_000 }, (_, index) => `${LITERAL} ${'x'.repeat(index % 300)} ${index}`).join('\n'),
    );
    const payloads = new Set<number>();
    matcher.forget();
    for (let round = 0; round < 2; round++) {
      matcher.scan(
        text,
        (line) => {
          expect(payloads.has(line.payload)).toBe(false);
          payloads.add(line.remember());
        },
        1000,
      );
    }
    expect(payloads.size).toBe(60_000);
  });
});
