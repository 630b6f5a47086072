import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { ClosedPipe } from '../src/cli/terminal.js';
import { writeBundles } from './support/cli-bundle.js';
import { type FakeTerminalOptions, fakeTerminal } from './support/fake-terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await writeBundles();
});
afterAll(() => rm(folder, { recursive: true }));

async function bundlescope(argv: readonly string[], options: FakeTerminalOptions = {}) {
  const { terminal, out, err } = fakeTerminal(options);
  const status = await run(argv, terminal);
  return { status, out: out(), err: err() };
}

describe('asking for help', () => {
  it('prints the version alone', async () => {
    expect(await bundlescope(['--version'])).toEqual({
      status: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: '',
    });
  });

  it.each([['--help'], ['-h'], ['help']])('prints the commands for %s', async (word) => {
    const { status, out, err } = await bundlescope([word]);
    expect(out).toMatch(/^Usage: bundlescope [\s\S]*analyze [\s\S]*rules /);
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });

  it('names every exit status and limit in the help of analyze', async () => {
    const { out } = await bundlescope(['analyze', '--help']);
    for (const text of ['130', '--max-entries', '--max-depth', '--max-bytes', '--max-ratio', '--max-object-bytes'])
      expect(out).toContain(text);
  });

  it('fits help to the terminal', async () => {
    const { out } = await bundlescope(['analyze', '--help'], { stdoutIsTerminal: true, columns: 80 });
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each([[[]], [['rules']]])('prints help on standard error without a command: %j', async (argv) => {
    const { status, out, err } = await bundlescope(argv);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^Usage: bundlescope/);
  });

  it('ends quietly when the reader of help is gone', async () => {
    const onWrite = (): never => {
      throw new ClosedPipe();
    };
    expect(await bundlescope(['--help'], { onWrite })).toEqual({ status: 0, out: '', err: '' });
  });
});

describe('wrong usage', () => {
  it.each([
    ['a misspelt option', ['analyze', '--formt', 'json', 'x.zip'], "unknown option '--formt' (Did you mean --format?)"],
    ['a misspelt command', ['analyse', 'x.zip'], "unknown command 'analyse' (Did you mean analyze?)"],
    ['a misspelt command of rules', ['rules', 'lst'], "unknown command 'lst' (Did you mean list?)"],
    ['no bundle', ['analyze'], "missing required argument 'bundle'; see bundlescope analyze --help"],
    ['an option without its value', ['rules', 'list', '--only'], 'see bundlescope rules list --help'],
    ['an unknown format', ['analyze', 'x.zip', '--format', 'pdf'], 'Allowed choices are text, json, ndjson, markdown'],
    [
      'an unknown severity',
      ['analyze', 'x.zip', '--fail-on', 'bad'],
      'Allowed choices are critical, error, warning, info, never',
    ],
    [
      'a size without sense',
      ['analyze', 'x.zip', '--max-bytes', '10 potatoes'],
      'Give a size such as 500MB, 10GB or 4GiB',
    ],
    ['a count of nothing', ['analyze', 'x.zip', '--max-depth', '0'], 'Give a whole number from 1'],
    ['a day that does not exist', ['analyze', 'x.zip', '--since', '2025-02-30'], 'such as 2025-03-05'],
    ['a time without zone', ['analyze', 'x.zip', '--until', '2025-03-05T04:48:00'], 'a time with its zone'],
    [
      'an empty span of time',
      ['analyze', 'x.zip', '--since', '2025-03-06', '--until', '2025-03-05'],
      'is later than --until',
    ],
    ['standard input given twice', ['analyze', '-', '-'], 'standard input can be read only once'],
    ['redaction', ['analyze', 'x.zip', '--redact'], '--redact is not available yet'],
    [
      'an unknown rule',
      ['rules', 'show', 'pod-oomkiled'],
      'there is no rule "pod-oomkiled"; did you mean "pod-oomkilled"?',
    ],
    [
      'a rule pack that does not exist',
      ['rules', 'list', '--rules', '/nowhere/at/all'],
      '/nowhere/at/all: no such rule file or folder',
    ],
  ])('is told in one line for %s', async (_, argv, message) => {
    const { status, out, err } = await bundlescope(argv);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(err).toMatch(/^bundlescope: [^\n]*\n$/);
    expect(err).toContain(message);
  });

  it('names the right command when a bundle stands in its place', async () => {
    const bundle = join(folder, 'failed');
    expect((await bundlescope([bundle])).err).toContain(`to diagnose a bundle: bundlescope analyze ${bundle}`);
  });

  it('includes reading a bundle from the keyboard', async () => {
    const { status, err } = await bundlescope(['analyze', '-'], { stdinIsTerminal: true });
    expect(status).toBe(2);
    expect(err).toContain('standard input, which is a terminal');
  });

  it('cannot write control characters to the terminal', async () => {
    expect((await bundlescope(['\u001b[2Janalyse'])).err).not.toContain('\u001b');
  });
});
