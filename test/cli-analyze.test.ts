import { existsSync } from 'node:fs';
import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { ClosedPipe } from '../src/cli/terminal.js';
import { writeBundles, writeFiles } from './support/cli-bundle.js';
import { type FakeTerminalOptions, fakeTerminal } from './support/fake-terminal.js';

let folder: string;
beforeAll(async () => {
  folder = await writeBundles();
});
afterAll(() => rm(folder, { recursive: true }));

/** Analyzes bundles of the folder with only the rules of the test pack. */
async function analyze(
  bundles: readonly string[],
  options: readonly string[] = [],
  terminalOptions: FakeTerminalOptions = {},
) {
  const { terminal, out, err } = fakeTerminal(terminalOptions);
  const paths = bundles.map((bundle) => (bundle === '-' ? bundle : join(folder, bundle)));
  const status = await run(
    ['analyze', ...paths, '--no-builtin-rules', '--rules', join(folder, 'pack'), ...options],
    terminal,
  );
  return { status, out: out(), err: err() };
}

/** Makes the larger list of the bundle `large` one that is not read. */
const limited = ['--max-object-bytes', '1kB'];
const inFolder = (name: string): string => join(folder, name);

describe('the report', () => {
  it('is text on standard output, and nothing is on standard error', async () => {
    const { status, out, err } = await analyze(['failed']);
    expect(status).toBe(0);
    expect(out).toContain('Pod default/web is Failed');
    expect(err).toBe('');
  });

  it('is JSON of the contract when asked for', async () => {
    const report: unknown = JSON.parse((await analyze(['failed'], ['--format', 'json'])).out);
    expect(report).toMatchObject({
      schemaVersion: '1',
      bundle: { name: 'failed' },
      findings: [{ rule: 'test-pod-failed' }],
    });
  });

  it('is in Chinese with --lang zh', async () => {
    expect((await analyze(['failed'], ['--lang', 'zh'])).out).toContain('Pod default/web 的状态为 Failed');
  });

  it('leaves out rules that --skip names', async () => {
    expect((await analyze(['failed'], ['--skip', '*-failed', '--format', 'json'])).out).not.toContain(
      'test-pod-failed',
    );
  });

  it('is coloured on a terminal, unless NO_COLOR is set', async () => {
    const screen = { stdoutIsTerminal: true };
    expect((await analyze(['failed'], [], screen)).out).toContain('\u001b[');
    expect((await analyze(['failed'], [], { ...screen, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b[');
  });

  it('is coloured in a pipe with FORCE_COLOR', async () => {
    expect((await analyze(['failed'], [], { env: { FORCE_COLOR: '1' } })).out).toContain('\u001b[');
  });
});

describe('several bundles', () => {
  it('are one JSON array', async () => {
    const reports: unknown = JSON.parse((await analyze(['failed', 'healthy'], ['--format', 'json'])).out);
    expect(reports).toMatchObject([{ bundle: { name: 'failed' } }, { bundle: { name: 'healthy' } }]);
  });

  it('stay an array when only one of them can be read', async () => {
    const { status, out } = await analyze(['failed', 'missing'], ['--format', 'json']);
    const reports: unknown = JSON.parse(out);
    expect(reports).toMatchObject([{ bundle: { name: 'failed' } }]);
    expect(status).toBe(3);
  });

  it('are told apart by a heading in text', async () => {
    const { out } = await analyze(['failed', 'healthy']);
    expect(out.split('\n').filter((line) => line.startsWith('==>'))).toEqual([
      `==> ${inFolder('failed')} <==`,
      `==> ${inFolder('healthy')} <==`,
    ]);
  });

  it('go on after one that cannot be read, which is named', async () => {
    const { status, out, err } = await analyze(['not-a-bundle.bin', 'failed']);
    expect(out).toContain('Pod default/web is Failed');
    expect(err).toContain(`bundlescope: ${inFolder('not-a-bundle.bin')}: `);
    expect(status).toBe(3);
  });

  it('follow each other record by record in NDJSON', async () => {
    const lines = (await analyze(['failed', 'healthy'], ['--format', 'ndjson'])).out.trimEnd().split('\n');
    const records: unknown[] = lines.map((line) => JSON.parse(line));
    expect(records.filter((record) => JSON.stringify(record).startsWith('{"type":"bundle"'))).toHaveLength(2);
  });
});

describe('the exit status', () => {
  it.each([
    ['0 when there are findings and no threshold', ['failed'], [], 0],
    ['1 when a finding reaches the threshold', ['failed'], ['--fail-on', 'error'], 1],
    ['1 when a finding is worse than the threshold', ['failed'], ['--fail-on', 'info'], 1],
    ['0 when no finding is as bad', ['failed'], ['--fail-on', 'critical'], 0],
    ['0 when only harmless things were found', ['waiting'], ['--fail-on', 'info'], 0],
    ['4 when a part could not be read', ['large'], limited, 4],
    ['1 when a finding reaches the threshold in a part', ['large'], [...limited, '--fail-on', 'error'], 1],
    ['3 when there is no such file', ['missing'], [], 3],
    ['3 when it is no bundle', ['not-a-bundle.bin'], [], 3],
    [
      'the worst of all bundles',
      ['healthy', 'large', 'failed'],
      [...limited, '--fail-on', 'error', '--skip', '*-failed'],
      4,
    ],
  ])('is %s', async (_, bundles, options, expected) => {
    expect((await analyze(bundles, options)).status).toBe(expected);
  });

  it('is 2 for an invalid rule, with every problem and no report', async () => {
    await writeFiles(folder, { 'bad-pack/one.yaml': 'id: one\n', 'bad-pack/two.yaml': 'id: two\n' });
    const { status, out, err } = await analyze(['failed', 'healthy'], ['--rules', inFolder('bad-pack')]);
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/one\.yaml:\d+:\d+: [\s\S]*two\.yaml:\d+:\d+: /);
  });

  it('is 130 when interrupted, without a report', async () => {
    const { status, out } = await analyze(['failed', 'healthy'], [], { signal: AbortSignal.abort() });
    expect(status).toBe(130);
    expect(out).toBe('');
  });
});

describe('standard error', () => {
  it('has the warnings, since the report in a pipe may not be read', async () => {
    const { err } = await analyze(['large'], [...limited, '--format', 'json']);
    expect(err).toMatch(/^bundlescope: warning: \S+large: yamls\S+pods\.yaml: .* \(limit-object-file\)\n$/);
  });

  it('does not repeat warnings of a text report on the screen', async () => {
    const { out, err } = await analyze(['large'], limited, { stdoutIsTerminal: true });
    expect(out).toContain('limit-object-file');
    expect(err).toBe('');
  });

  it('names ten warnings at most', async () => {
    const path = (n: number): string => `many/yamls/namespaced/ns${n}/v1/pods.yaml`;
    await writeFiles(folder, Object.fromEntries(Array.from({ length: 15 }, (_, n) => [path(n), 'kind: List\n'])));
    const lines = (await analyze(['many'], ['--max-object-bytes', '1'])).err.trimEnd().split('\n');
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toMatch(/and \d+ more \(all in the report\)$/);
  });

  it('is silent with --quiet', async () => {
    expect((await analyze(['large'], [...limited, '--quiet'], { stderrIsTerminal: true })).err).toBe('');
  });

  it('shows progress on a terminal and takes it away', async () => {
    const { err } = await analyze(['healthy'], [], { stderrIsTerminal: true });
    expect(err).toContain('\r\u001b[K');
    expect(err).toMatch(/healthy: \d+ files/);
    expect(err.endsWith('\r\u001b[K')).toBe(true);
  });

  it('keeps progress on one line of the terminal', async () => {
    await writeFiles(folder, { [`deep/logs/default/web/${'x'.repeat(200)}.log`]: 'a line\n' });
    const { err } = await analyze(['deep'], [], { stderrIsTerminal: true, columns: 100 });
    const frames = err.split('\r\u001b[K').filter((frame) => frame.includes(' files, '));
    expect(frames.map((frame) => frame.length <= 99 && frame.endsWith('x.log'))).toEqual(frames.map(() => true));
    expect(frames).not.toEqual([]);
  });

  it.each([
    ['in a pipe', {}],
    ['in CI', { stderrIsTerminal: true, env: { CI: 'true' } }],
    ['on a dumb terminal', { stderrIsTerminal: true, env: { TERM: 'dumb' } }],
  ])('shows no progress %s', async (_, terminalOptions) => {
    expect((await analyze(['healthy'], [], terminalOptions)).err).not.toContain('\r');
  });
});

describe('--output', () => {
  it('writes the format of the extension and leaves standard output empty', async () => {
    const { status, out } = await analyze(['failed'], ['--output', inFolder('report.json')]);
    const report: unknown = JSON.parse(await readFile(inFolder('report.json'), 'utf8'));
    expect({ status, out }).toEqual({ status: 0, out: '' });
    expect(report).toMatchObject({ schemaVersion: '1' });
  });

  it('obeys --format rather than the extension', async () => {
    await analyze(['failed'], ['--output', inFolder('report.txt'), '--format', 'json']);
    expect(await readFile(inFolder('report.txt'), 'utf8')).toMatch(/^\{/);
  });

  it('writes no colour codes to a file', async () => {
    await analyze(['failed'], ['--output', inFolder('plain.txt')], {
      stdoutIsTerminal: true,
      env: { FORCE_COLOR: '1' },
    });
    expect(await readFile(inFolder('plain.txt'), 'utf8')).not.toContain('\u001b');
  });

  it('keeps the permissions of the file it replaces', async () => {
    await writeFile(inFolder('private.md'), 'old', { mode: 0o600 });
    await analyze(['failed'], ['--output', inFolder('private.md')]);
    expect((await stat(inFolder('private.md'))).mode & 0o777).toBe(0o600);
  });

  it('follows a link instead of replacing it', async () => {
    await writeFile(inFolder('real.md'), 'old');
    await symlink(inFolder('real.md'), inFolder('link.md'));
    await analyze(['failed'], ['--output', inFolder('link.md')]);
    expect(await readFile(inFolder('real.md'), 'utf8')).toContain('test-pod-failed');
  });

  it('keeps the old report when no bundle could be read, and leaves nothing else', async () => {
    await writeFiles(folder, { 'kept/report.json': 'old' });
    await analyze(['missing'], ['--output', inFolder('kept/report.json')]);
    expect(await readFile(inFolder('kept/report.json'), 'utf8')).toBe('old');
    expect(await readdir(inFolder('kept'))).toEqual(['report.json']);
  });

  it.each([
    ['a folder that does not exist', 'nowhere/report.json', 'create the folder first'],
    ['a folder', 'healthy', 'is a directory'],
    ['an extension that is no format', 'report.yaml', '".yaml" names no report format; give --format'],
    ['the bundle itself', 'not-a-bundle.bin', 'is the bundle itself'],
  ])('refuses %s before anything is read', async (_, output, message) => {
    const { status, err } = await analyze(
      ['not-a-bundle.bin'],
      ['--output', inFolder(output), ...(output.endsWith('.bin') ? ['--format', 'json'] : [])],
    );
    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('writes nothing when interrupted', async () => {
    await analyze(['failed'], ['--output', inFolder('interrupted.json')], { signal: AbortSignal.abort() });
    expect(existsSync(inFolder('interrupted.json'))).toBe(false);
  });
});

describe('a reader who goes away', () => {
  it('ends the run quietly, and the status is that of the bundles so far', async () => {
    const onWrite = (): never => {
      throw new ClosedPipe();
    };
    const { status, err } = await analyze(['failed', 'healthy'], ['--fail-on', 'error', '--quiet'], { onWrite });
    expect({ status, err }).toEqual({ status: 1, err: '' });
  });
});

describe('a defect of the program', () => {
  it('is told with its stack and a status of its own', async () => {
    const onWrite = (): never => {
      throw new TypeError('not foreseen');
    };
    const { status, err } = await analyze(['failed'], ['--quiet'], { onWrite });
    expect(status).toBe(70);
    expect(err).toMatch(/defect of bundlescope[\s\S]*TypeError: not foreseen\n\s+at /);
  });
});
