import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from '../src/logs/parse-line.js';
import { LineRuns } from '../src/timeline/line-runs.js';
import { LineStory } from '../src/timeline/line-story.js';
import { lineText, payloadKey } from '../src/timeline/payload.js';
import { isNamedIn, searchName } from '../src/timeline/search-name.js';
import { timelineWordsFor } from '../src/timeline/timeline-words.js';

const citation = { kind: 'log' as const, path: 'a.log', line: 1, offset: 0, excerpt: '' };
const english = timelineWordsFor('en');
const whenever = { since: undefined, until: undefined };

describe('runs of lines that say the same', () => {
  it('count every line, keep both ends and stay few, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1 }), (moments) => {
        const runs = new LineRuns();
        for (const moment of moments) runs.add(moment, citation);
        expect(runs.runs.reduce((sum, { count }) => sum + count, 0)).toBe(moments.length);
        expect(Math.min(...runs.runs.map(({ first }) => first))).toBe(Math.min(...moments));
        expect(Math.max(...runs.runs.map(({ last }) => last))).toBe(Math.max(...moments));
        expect(runs.runs.length).toBeLessThanOrEqual(6);
      }),
    );
  });

  it('follow each other without overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100_000_000 })), (moments) => {
        const runs = new LineRuns();
        for (const moment of moments) runs.add(moment, citation);
        return runs.runs.every((run, index) => index === 0 || (runs.runs[index - 1]?.last ?? 0) < run.first);
      }),
    );
  });

  it('are apart when a pause lies between them', () => {
    const runs = new LineRuns();
    for (const minute of [0, 1, 2, 60, 61]) runs.add(minute * 60_000, citation);
    expect(runs.runs.map(({ count }) => count)).toEqual([3, 2]);
  });
});

describe('the statement of a line', () => {
  it.each([
    ['took 412ms, attempt 3 of 10', 'took 7.2s, attempt 4 of 10'],
    ['read from 10.52.0.1:45322 failed', 'read from 10.52.0.1:51000 failed'],
    ['request 1b2c3d4e-0000-4111-8222-333344445555 failed', 'request 99999999-0000-4111-8222-333344445555 failed'],
    ['since 2025-03-05T04:48:10.641Z', 'since 2025-03-06T04:48:10Z'],
  ])('is the same in %j and %j', (one, other) => {
    expect(payloadKey(one)).toBe(payloadKey(other));
  });

  it.each([
    ['replica pvc-1-r-a4f58b7e failed', 'replica pvc-1-r-7cca96f1 failed'],
    ['replica tcp://10.52.0.65:10230 failed', 'replica tcp://10.52.1.172:10900 failed'],
    ['volume pvc-7f0c2b1e-3d4a-4b5c-8d6e-9f0a1b2c3d4e', 'volume pvc-00000000-3d4a-4b5c-8d6e-9f0a1b2c3d4e'],
    ['disk sda1 failed', 'disk sdb1 failed'],
  ])('differs in %j and %j', (one, other) => {
    expect(payloadKey(one)).not.toBe(payloadKey(other));
  });

  it('holds the cause that stands in a field of its own, and the process of an instance manager', () => {
    const line = '2025-03-05T10:00:01Z [pvc-1-e-0] time="x" level=error msg="I/O error" error="no backend available"';
    expect(lineText(parseLine(line), english)).toBe('[e-0] I/O error error=no backend available');
  });

  it('of a logged event is the event', () => {
    const event = `Event(v1.ObjectReference{Kind:"Volume", Namespace:"longhorn-system", Name:"pvc-1", UID:"x"}): type: 'Warning' reason: 'Faulted' it is faulted`;
    expect(lineText(parseLine(event), english)).toBe('Faulted: it is faulted (event of Volume pvc-1)');
  });
});

describe('a log of which each line says something else', () => {
  it('is kept in part and counted as a whole', () => {
    const story = new LineStory(whenever, english);
    const stream = { index: 0, resolve: (moment: number) => moment };
    const words = Array.from({ length: 5_000 }, (_, index) =>
      index.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? ''),
    );
    for (const word of words) story.add(stream, { record: parseLine(`the ${word} word`), moment: 1, citation }, 1);
    const happenings = story.happenings(() => ({ source: 'x', node: undefined }));
    const kept = happenings.reduce((sum, { count }) => sum + count, 0);
    expect(happenings.length).toBeLessThanOrEqual(400);
    expect(kept + story.countedOnly).toBe(words.length);
  });
});

describe('a name in a line', () => {
  it.each([
    ['vm prod/web is paused', 'web', 'prod', false, true],
    ['web is paused', 'web', 'prod', false, false],
    ['prod: webhook failed', 'web', 'prod', false, false],
    ['prod: web-2 failed', 'web', 'prod', false, false],
    ['pod pre-drain-node-1-abc', 'node-1', '', true, true],
    ['pod pre-drain-node-10-abc', 'node-1', '', true, false],
    ['database-0 and database-01', 'database-01', 'prod', false, true],
    [
      '/dev/longhorn/pvc-7f0c2b1e-3d4a-4b5c-8d6e-9f0a1b2c3d4e',
      'pvc-7f0c2b1e-3d4a-4b5c-8d6e-9f0a1b2c3d4e',
      '',
      true,
      true,
    ],
  ])('%j names %s of namespace %j (stem: %s): %s', (line, name, namespace, isStem, expected) => {
    expect(isNamedIn(line, searchName(name, namespace, isStem), '')).toBe(expected);
  });

  it('needs no namespace where the log is of that namespace', () => {
    expect(isNamedIn('web is paused', searchName('web', 'prod', false), 'prod')).toBe(true);
  });
});
