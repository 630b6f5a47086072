import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLine } from '../src/logs/parse-line.js';
import { unescapeDeep, unescapeOnce } from '../src/logs/unescape.js';

describe('unescapeOnce', () => {
  it('undoes what JSON.stringify escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\t', '\r', '\u0001', 'é') }), (text) => {
        expect(unescapeOnce(JSON.stringify(text).slice(1, -1))).toBe(text);
      }),
    );
  });

  it('leaves backslashes that escape nothing', () => {
    expect(unescapeOnce('C:\\Users \\d+ \\')).toBe('C:\\Users \\d+ \\');
  });
});

describe('unescapeDeep', () => {
  it('finds quotes however deep they were quoted, up to three rounds', () => {
    let text = 'say "no"';
    for (let depth = 0; depth < 3; depth++) {
      text = JSON.stringify(text).slice(1, -1);
      expect(unescapeDeep(text)).toBe('say "no"');
    }
  });

  it('leaves a text without quotes alone', () => {
    expect(unescapeDeep('C:\\new\\table')).toBe('C:\\new\\table');
  });
});

describe('the text of a record', () => {
  it('holds the log line of an instance which Longhorn logged again', () => {
    const line =
      'level=warning msg="pvc-x-r-2afa: time=\\"2023-12-12T13:09:34Z\\" level=error msg=\\\\\\"No space left\\\\\\""';
    expect(parseLine(line).text).toContain('level=error msg="No space left"');
    expect(parseLine(line).message).toContain('level=error msg="No space left"');
  });

  it('holds JSON as it stands, so that members can be matched', () => {
    const { text } = parseLine(
      '2025-03-05T04:48:10Z {"level":"warn","msg":"/health error","reason":"RAFT NO LEADER","x":"a \\u003c b"}',
    );
    expect(text).toContain('"reason":"RAFT NO LEADER"');
    expect(text).toContain('/health error');
    expect(text).toContain('a < b');
  });
});
