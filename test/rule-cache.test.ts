import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRuleCache } from '../src/rules/build-rule-cache.js';
import { RuleCompiler } from '../src/rules/compile-rule.js';
import { loadRuleFiles } from '../src/rules/load-rule-files.js';
import { readRuleCache, serializeCache } from '../src/rules/rule-cache.js';
import { BUILTIN_RULES, readRuleTexts, readTableTexts } from '../src/rules/rule-folder.js';
import { loadTables } from '../src/rules/rule-set.js';
import { ensureBuilt } from './support/build.js';
import { readReport } from './support/read-report.js';
import { withSample } from './support/sample-bundle.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const texts = [...Object.values(readTableTexts()), ...readRuleTexts([BUILTIN_RULES])];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rule-cache-'));
});
afterAll(() => rm(folder, { recursive: true }));

