import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ASIDE_FROM_BYTES } from '../src/pipeline/decompress-aside.js';
import { THREADS_FROM_BYTES } from '../src/pipeline/gather.js';
import { codeCacheFile, readCodeCache } from '../src/start/code-cache.js';
import { ensureBuilt } from './support/build.js';
import { packedSample } from './support/sample-bundle.js';
import { writeTar } from './support/tar-writer.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const PARTS = ['dist/program.cjs', 'dist/program.cache'] as const;

let folder: string;
let expected: string;
beforeAll(async () => {
  await ensureBuilt();
  folder = await mkdtemp(join(tmpdir(), 'bundled-program-'));
  for (const part of ['dist', 'rules', 'package.json'])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'bundle.zip'), await packedSample('incident-d'));
  // What the modules say, without the bundled program.
  for (const part of PARTS) await rm(join(folder, part));
  expected = await analyzed();
}, 180_000);
beforeEach(async () => {
  for (const part of PARTS) await cp(join(root, part), join(folder, part));
});
afterAll(() => rm(folder, { recursive: true }));

async function node(...argv: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, argv, { maxBuffer: 2 ** 26 });
  return stdout;
}

async function analyzed(options: readonly string[] = [], bundle = 'bundle.zip'): Promise<string> {
  const argv = ['dist/cli/main.js', bundle].map((path) => join(folder, path));
  const report = await node(...options, argv[0] ?? '', 'analyze', argv[1] ?? '', '--format', 'json');
  return report.replace(/"durationMs": \d+/, '"durationMs": 0');
}

describe('the bundled program', () => {
  it('is what runs', async () => {
    await writeFile(join(folder, 'dist/program.cjs'), '(() => ({ runProcess: async () => 42 }))');
    await expect(analyzed()).rejects.toMatchObject({ code: 42 });
  });

  it('reports what its modules report', async () => {
    expect(await analyzed()).toBe(expected);
  });

  it('needs no code cache', async () => {
    await rm(join(folder, 'dist/program.cache'));
    expect(await analyzed()).toBe(expected);
  });

  it('does without a code cache that was cut off', async () => {
    await truncate(join(folder, 'dist/program.cache'), 100_000);
    expect(await analyzed()).toBe(expected);
  });

  it('does without an empty code cache', async () => {
    await truncate(join(folder, 'dist/program.cache'), 0);
    expect(await analyzed()).toBe(expected);
  });

  it('does without a damaged code cache, which would end the process', async () => {
    const path = join(folder, 'dist/program.cache');
    const cache = await readFile(path);
    for (let at = 1000; at < cache.length; at += 10_000) cache[at] = 255 - (cache[at] ?? 0);
    await writeFile(path, cache);
    expect(await analyzed()).toBe(expected);
  });

  it('runs with other flags of the engine than its code cache was made with', async () => {
    expect(await analyzed(['--no-lazy-feedback-allocation'])).toBe(expected);
  });

  it('gives way to its modules when it was cut off', async () => {
    await truncate(join(folder, 'dist/program.cjs'), 100_000);
    expect(await analyzed()).toBe(expected);
  });

  it('scans in threads too', async () => {
    const script = join(folder, 'threads.mjs');
    const bundle = join(folder, 'long.tar.gz');
    await writeFile(bundle, await packedSample('incident-c', THREADS_FROM_BYTES + 4_000_000));
    await writeFile(
      script,
      `import { analyze } from ${JSON.stringify(pathToFileURL(join(folder, 'dist/index.js')).href)};
       const { findings } = await analyze(${JSON.stringify(bundle)}, { threads: Number(process.argv[2]) });
       console.log(JSON.stringify(findings));`,
    );
    const alone = await node(script, '0');
    // It would end with an error if the thread took the modules.
    await rm(join(folder, 'dist/pipeline/scan-thread.js'));
    const together = await node(script, '1');
    await cp(join(root, 'dist/pipeline/scan-thread.js'), join(folder, 'dist/pipeline/scan-thread.js'));
    expect(together).toBe(alone);
  });
});

describe('the file of the decompressing thread', () => {
  const worker = 'dist/decompress-worker.cjs';
  beforeAll(async () => {
    const noise = { name: 'core.bin', content: randomBytes(ASIDE_FROM_BYTES) };
    const log = {
      name: 'logs/longhorn-system/a/longhorn-manager.log',
      content: 'time="2025-03-01T00:00:00Z" level=info msg="a"\n',
    };
    await writeFile(join(folder, 'large.tar.gz'), gzipSync(writeTar([noise, log])));
  });
  afterEach(() => cp(join(root, worker), join(folder, worker)));

  it('is what the thread runs', async () => {
    await writeFile(join(folder, worker), "throw new Error('run')");
    await expect(analyzed([], 'large.tar.gz')).rejects.toMatchObject({ stderr: expect.stringContaining('run') });
  });

  it('gives way to its modules', async () => {
    const whole = await analyzed([], 'large.tar.gz');
    await rm(join(folder, worker));
    expect(await analyzed([], 'large.tar.gz')).toBe(whole);
  });
});

describe('a code cache', () => {
  const program = Buffer.from('(() => 1)');
  const cache = Buffer.from('what the engine made of it');

  it('is read as it was written', async () => {
    const path = join(folder, 'whole.cache');
    await writeFile(path, codeCacheFile(cache, program));
    expect(readCodeCache(path, program)?.toString()).toBe(cache.toString());
  });

  it('is not used for another program of the same length', async () => {
    const path = join(folder, 'other.cache');
    await writeFile(path, codeCacheFile(cache, program));
    expect(readCodeCache(path, Buffer.from('(() => 2)'))).toBeUndefined();
  });
});
