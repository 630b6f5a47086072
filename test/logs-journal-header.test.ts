import { describe, expect, it } from 'vitest';
import { parseJournalHeader } from '../src/logs/journal-header.js';

describe('parseJournalHeader', () => {
  const begin = Date.parse('2022-03-06T22:45:10Z');
  const end = Date.parse('2022-03-22T23:50:53Z');

  it('reads both generations of journalctl', () => {
    const old = '-- Logs begin at Sun 2022-03-06 22:45:10 UTC, end at Tue 2022-03-22 23:50:53 UTC. --';
    const current = '-- Journal begins at Sun 2022-03-06 22:45:10 UTC, ends at Tue 2022-03-22 23:50:53 UTC. --';
    expect(parseJournalHeader(old)).toEqual({ begin, end });
    expect(parseJournalHeader(current)).toEqual({ begin, end });
  });

  it('reads a header without end, and a zone given as a number', () => {
    expect(parseJournalHeader('-- Logs begin at Mon 2022-03-07 00:45:10 +02. --')).toEqual({ begin });
  });

  it.each([
    '-- Boot 4f1c --',
    '-- Reboot --',
    '-- No entries --',
    'Mar 06 22:45:10 n kernel: x',
    '-- Logs begin at noon --',
  ])('gives nothing for %j', (line) => {
    expect(parseJournalHeader(line)).toBeUndefined();
  });
});
