import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

// Counterpart: parses all YAML files below a folder with the `yaml` package.
const [folder = ''] = process.argv.slice(2);
let parsed = 0;
for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!path.endsWith('.yaml')) continue;
  const value: unknown = parse(readFileSync(join(folder, path), 'utf8'), { merge: false, maxAliasCount: 0 });
  if (value !== null) parsed++;
}
console.log(parsed);
