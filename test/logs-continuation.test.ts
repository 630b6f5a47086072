import { describe, expect, it } from 'vitest';
import { parseLine } from '../src/logs/parse-line.js';

describe('parseLine tells continuations', () => {
  it.each([
    '',
    '\t/go/src/main.go:12 +0x1d',
    '  "key": 1,',
    ' >',
    'goroutine 1 [running]:',
    'main.main()',
    'k8s.io/client-go/rest.(*Request).Do(0xc000123, {0x1, 0x2?})',
    'created by main.start',
    'Caused by: java.io.IOException: x',
    '}',
    '+---+----+',
    '2025-03-05T04:48:10.1Z \tmain.go:12',
    'Mar 05 04:48:11 n1 kernel:  ? kthread+0x1/0x20',
  ])('%j continues the record before it', (line) => {
    expect(parseLine(line).continuation).toBe(true);
  });

  it.each([
    'panic: runtime error',
    '+ kubectl get nodes',
    'Mar 05 04:48:11 n1 kernel:  connection7:0: detected conn error (1022)',
    'Mar 05 04:48:11 n1 kernel: RAS: Correctable Errors collector initialized.',
  ])('%j begins one', (line) => {
    expect(parseLine(line).continuation).toBe(false);
  });
});
