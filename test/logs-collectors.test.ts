import { describe, expect, it } from 'vitest';
import { parseLine } from '../src/logs/parse-line.js';

describe('parseLine opens the JSON of log collectors', () => {
  it('takes the carried line apart and keeps what the collector added', () => {
    const line = JSON.stringify({
      time: '2025-03-05T04:48:11Z',
      stream: 'stderr',
      log: 'time="2025-03-05T04:48:10Z" level=error msg="say \\"no\\"" volume=pvc-x\n',
      kubernetes: { pod_name: 'p' },
    });
    const record = parseLine(line);
    expect(record).toMatchObject({ message: 'say "no"', level: 'error' });
    expect(record.text).toBe('time="2025-03-05T04:48:10Z" level=error msg="say "no"" volume=pvc-x');
    expect(record.time).toBe(Date.parse('2025-03-05T04:48:11Z'));
    expect(record.eventTime).toBe(Date.parse('2025-03-05T04:48:10Z'));
    expect(Object.fromEntries(record.fields)).toMatchObject({ volume: 'pvc-x', 'kubernetes.pod_name': 'p' });
  });

  it('reads the TAB-separated file output of fluentd', () => {
    const record = parseLine(
      '2025-03-05T04:48:11+00:00\tkube.x\t{"stream":"stdout","message":"E0305 04:48:10.1 1 a.go:1] boom"}',
    );
    expect(record).toMatchObject({ message: 'boom', level: 'error', time: Date.parse('2025-03-05T04:48:11Z') });
  });

  it('leaves an ordinary "message" alone', () => {
    expect(parseLine('{"time":"2025-03-05T04:48:11Z","message":"[ERROR] x"}').message).toBe('[ERROR] x');
  });
});
