import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { run } from '../src/cli/program.js';
import { THREADS_FROM_BYTES } from '../src/pipeline/gather.js';
import { ensureBuilt } from './support/build.js';
import { fakeTerminal } from './support/fake-terminal.js';
import { packedSample } from './support/sample-bundle.js';

/** Threads are started from compiled files only. */
const COMPILED = fileURLToPath(new URL('../dist/pipeline/analyze.js', import.meta.url));
const COMPILED_PROFILE = fileURLToPath(new URL('../dist/pipeline/analysis-profile.js', import.meta.url));

it('--profile tells phases, rules and signals on standard error and leaves the report as it is', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bundlescope-profile-'));
  const bundle = join(folder, 'incident-c.tar.gz');
  await writeFile(bundle, await packedSample('incident-c', 300_000));
  const analyzed = async (options: readonly string[]) => {
    const { terminal, out, err } = fakeTerminal();
    await run(
      ['analyze', bundle, '--only', 'longhorn-snapshot-*', '--format', 'json', '--quiet', ...options],
      terminal,
    );
    return { report: JSON.parse(out()), err: err() };
  };
  const profiled = await analyzed(['--profile']);
  const plain = await analyzed([]);
  await rm(folder, { recursive: true });
  expect(profiled.report.findings).toEqual(plain.report.findings);
  expect(plain.err).toBe('');
  for (const phase of ['load rules', 'read and scan', 'evaluate', 'diagnose', 'upgrade and coverage', 'report'])
    expect(profiled.err).toMatch(new RegExp(`^${phase} +[\\d.,]+ `, 'm'));
  expect(profiled.err).toMatch(
    /^evaluate takes [\d.]+ %, diagnose takes [\d.]+ %, upgrade and coverage takes [\d.]+ % of the time of reading$/m,
  );
  expect(profiled.err).toMatch(/^longhorn-snapshot-file-missing\/missing +[1-9]/m);
});

it('counts the lines of all threads', async () => {
  await ensureBuilt();
  const { analyze }: typeof import('../src/pipeline/analyze.js') = await import(COMPILED);
  const { AnalysisProfile }: typeof import('../src/pipeline/analysis-profile.js') = await import(COMPILED_PROFILE);
  const bundle = await packedSample('incident-c', THREADS_FROM_BYTES + 4_000_000);
  const counts = async (threads: number) => {
    const profile = new AnalysisProfile();
    await analyze(bundle, { threads, profile });
    return profile.rules.signals().map(({ rule, signal, asked, hits, rows }) => ({ rule, signal, asked, hits, rows }));
  };
  const alone = await counts(0);
  expect(alone.some(({ asked, hits }) => hits > 1_000 && asked < hits)).toBe(true);
  expect(new Set((await counts(2)).map((cost) => JSON.stringify(cost)))).toEqual(
    new Set(alone.map((cost) => JSON.stringify(cost))),
  );
});
