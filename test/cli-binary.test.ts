import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ensureBuilt, MAIN } from './support/build.js';
import { writeBundles } from './support/cli-bundle.js';
import { writeTar } from './support/tar-writer.js';

let folder: string;
beforeAll(async () => {
  await ensureBuilt();
  folder = await writeBundles();
}, 180_000);
afterAll(() => rm(folder, { recursive: true }));

/** Only the rules of the test pack. */
const ownRules = (): readonly string[] => ['--no-builtin-rules', '--rules', join(folder, 'pack')];

function start(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [MAIN, ...argv], { env: { PATH: process.env['PATH'], ...env } });
}

/** Waits for the end of the process; a killed one has no status. */
function ended(child: ReturnType<typeof start>): Promise<number | null> {
  return new Promise((resolve) => {
    child.on('close', resolve);
  });
}

async function bundlescope(argv: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = start(argv, env);
  child.stdin.end();
  const [status, out, err] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)]);
  return { status, out, err };
}

/** A process that reads a bundle from standard input and waits for the rest of it. */
async function startWaiting(argv: readonly string[]): Promise<ReturnType<typeof start>> {
  const child = start(['analyze', '-', ...ownRules(), ...argv]);
  const log = writeTar([{ name: 'logs/default/web/web.log', content: 'a line of a log\n'.repeat(100_000) }]);
  // More than a pipe holds: when it is taken, the process is reading.
  await new Promise((resolve) => {
    child.stdin.write(log.subarray(0, 1_000_000), resolve);
  });
  return child;
}

describe('the program', () => {
  it('analyzes a bundle and ends with its status', async () => {
    const argv = ['analyze', join(folder, 'failed'), ...ownRules(), '--fail-on', 'error'];
    const { status, out, err } = await bundlescope(argv);
    expect(out).toContain('Pod default/web is Failed');
    expect({ status, err }).toEqual({ status: 1, err: '' });
  });

  it('reads a bundle from standard input', async () => {
    const child = start(['analyze', '-', '--format', 'json', ...ownRules()]);
    const pods = await readFile(join(folder, 'failed/yamls/namespaced/default/v1/pods.yaml'));
    child.stdin.end(writeTar([{ name: 'yamls/namespaced/default/v1/pods.yaml', content: pods }]));
    const report: unknown = JSON.parse(await text(child.stdout));
    expect(report).toMatchObject({ findings: [{ rule: 'test-pod-failed' }] });
  });

  it('loads neither the engine nor the bundled program for --version', async () => {
    const coverage = await mkdtemp(join(tmpdir(), 'bundlescope-loaded-'));
    await bundlescope(['--version'], { NODE_V8_COVERAGE: coverage });
    const loaded = (await loadedScripts(coverage)).filter((url) => url.includes('/dist/'));
    await rm(coverage, { recursive: true });
    expect(loaded).toContainEqual(expect.stringContaining('/dist/cli/main.js'));
    expect(loaded.filter((url) => !/\/dist\/(cli|errors)\/|\/pipeline\/package-version\.js/.test(url))).toEqual([]);
  });

  it('ends quietly when the reader of its output is gone', async () => {
    const child = start(['rules', 'list', ...ownRules()]);
    child.stdout.destroy();
    const [status, err] = await Promise.all([ended(child), text(child.stderr)]);
    expect({ status, err }).toEqual({ status: 0, err: '' });
  });
});

describe('Ctrl-C', () => {
  it('ends an analysis that waits for input, without output', async () => {
    const report = join(folder, 'interrupted.json');
    const child = await startWaiting(['--output', report]);
    child.kill('SIGINT');
    const [status, out, err] = await Promise.all([ended(child), text(child.stdout), text(child.stderr)]);
    expect({ status, out }).toEqual({ status: 130, out: '' });
    expect(err).toMatch(/^bundlescope: interrupted[^\n]*\n$/);
    expect(existsSync(report)).toBe(false);
  });
});

const Coverage = z.object({ result: z.array(z.object({ url: z.string() })) });

/** URLs of the scripts that a process with NODE_V8_COVERAGE loaded. */
async function loadedScripts(coverage: string): Promise<readonly string[]> {
  const files = await Promise.all((await readdir(coverage)).map((name) => readFile(join(coverage, name), 'utf8')));
  return files.flatMap((content) => Coverage.parse(JSON.parse(content)).result.map(({ url }) => url));
}
