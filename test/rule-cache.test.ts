import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRuleCache } from '../src/rules/build-rule-cache.js';
import { loadRuleFiles } from '../src/rules/load-rule-files.js';
import { readRest, readRuleCache, serializeCache } from '../src/rules/rule-cache.js';
import { BUILTIN_RULES, readRuleTexts, readTableTexts } from '../src/rules/rule-folder.js';
import { loadTables } from '../src/rules/rule-set.js';
import { ensureBuilt } from './support/build.js';
import { packedSample } from './support/sample-bundle.js';

const texts = [...Object.values(readTableTexts()), ...readRuleTexts([BUILTIN_RULES])];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rule-cache-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function writtenCache(name: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, serializeCache(buildRuleCache()));
  return path;
}

describe('the rule cache', () => {
  it('gives the rules that their files give', async () => {
    const loaded = loadRuleFiles([BUILTIN_RULES], await loadTables(), { time: undefined, products: {} });
    const cache = readRuleCache(texts, await writtenCache('whole'));
    const rules = cache?.rules.map((record) => ({ ...record.head, ...readRest(record).body }));
    expect(rules).toStrictEqual(loaded.map(({ rule }) => rule));
  });

  it('is not used when a file says something else', async () => {
    const [first, ...rest] = texts;
    const changed =
      first === undefined
        ? []
        : [{ ...first, bytes: Buffer.concat([first.bytes, Buffer.from('# a comment\n')]) }, ...rest];
    expect(readRuleCache(changed, await writtenCache('other-text'))).toBeUndefined();
  });

  it('is not used when a file came or went', async () => {
    expect(readRuleCache(texts.slice(0, -1), await writtenCache('fewer'))).toBeUndefined();
  });

  it('is not used when it was cut off', async () => {
    const path = await writtenCache('cut');
    await truncate(path, 1000);
    expect(readRuleCache(texts, path)).toBeUndefined();
  });

  it('is not needed', () => {
    expect(readRuleCache(texts, join(folder, 'none'))).toBeUndefined();
  });
});

describe('the program as it is shipped', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  let installed: string;
  beforeAll(async () => {
    await ensureBuilt();
    installed = join(folder, 'installed');
    for (const part of ['dist', 'rules', 'package.json'])
      await cp(join(root, part), join(installed, part), { recursive: true });
    await symlink(join(root, 'node_modules'), join(installed, 'node_modules'));
    await promisify(execFile)(process.execPath, [join(installed, 'dist/rules/write-rule-cache.js')]);
    await writeFile(join(folder, 'bundle.zip'), await packedSample('incident-d'));
  }, 180_000);

  async function bundlescope(...argv: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, [join(installed, 'dist/cli/main.js'), ...argv], {
      maxBuffer: 2 ** 26,
    });
    return stdout.replace(/"durationMs": \d+/, '"durationMs": 0');
  }

  it('reports the same with and without the cache', async () => {
    const analyze = (): Promise<string> => bundlescope('analyze', join(folder, 'bundle.zip'), '--format', 'json');
    const withCache = await analyze();
    await rm(join(installed, 'dist/rules.cache'));
    const without = await analyze();
    await promisify(execFile)(process.execPath, [join(installed, 'dist/rules/write-rule-cache.js')]);
    expect(without).toBe(withCache);
  });

  it('goes by a rule file that was edited after the build', async () => {
    const path = join(installed, 'rules/kubernetes/node-not-ready.yaml');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace(/^title: .*$/m, 'title: An edited title'));
    const list = await bundlescope('rules', 'list');
    await writeFile(path, text);
    expect(list).toContain('An edited title');
  });
});
