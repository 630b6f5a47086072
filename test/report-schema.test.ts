import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, test } from 'vitest';
import { run } from '../src/cli/program.js';
import { comparisonJsonSchema } from '../src/report/comparison/comparison-schema.js';
import { explanationJsonSchema } from '../src/report/explanation-schema.js';
import { graphJsonSchema } from '../src/report/graph/graph-schema.js';
import { reportJsonSchema } from '../src/report/schema.js';
import { timelineJsonSchema } from '../src/report/timeline/timeline-schema.js';
import { fakeTerminal } from './support/fake-terminal.js';

const samplePath = (name: string): string => fileURLToPath(new URL(`../samples/out/${name}`, import.meta.url));
const published = (file: string): string => fileURLToPath(new URL(`../docs/${file}`, import.meta.url));

// The schema is a promise to other programs: a change of it is a change of a file that is reviewed. `npm test -- -u` rewrites it.
test('the published report.schema.json is the schema of the report type', async () => {
  await expect(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(published('report.schema.json'));
});

test('the published comparison.schema.json is the schema of the comparison type', async () => {
  await expect(`${JSON.stringify(comparisonJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    published('comparison.schema.json'),
  );
});

test.each([
  { file: 'timeline.schema.json', schema: timelineJsonSchema() },
  { file: 'graph.schema.json', schema: graphJsonSchema() },
  { file: 'explanation.schema.json', schema: explanationJsonSchema() },
])('the published $file is the schema of its type', async ({ file, schema }) => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(published(file));
});

describe('what the commands write', () => {
  it.each([
    { args: ['timeline', 'incident-c.tar.gz', 'vm/finance/ledger-01'], file: 'timeline.schema.json' },
    { args: ['timeline', 'incident-e.tar.gz'], file: 'timeline.schema.json' },
    { args: ['graph', 'incident-c.tar.gz'], file: 'graph.schema.json' },
    { args: ['graph', 'incident-c.tar.gz', 'vm/finance/ledger-01'], file: 'graph.schema.json' },
    { args: ['explain', 'longhorn-engine-no-backend', 'incident-c.tar.gz'], file: 'explanation.schema.json' },
    { args: ['explain', 'etcd-quorum-lost', 'incident-a.zip'], file: 'explanation.schema.json' },
    { args: ['explain', 'pod-crashloop', 'healthy.zip'], file: 'explanation.schema.json' },
  ])('follows $file: $args', async ({ args, file }) => {
    const schema: unknown = JSON.parse(await readFile(published(file), 'utf8'));
    if (typeof schema !== 'object' || schema === null) throw new TypeError(`${file} is no schema`);
    const follows = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const { terminal, out } = fakeTerminal();
    const paths = args.map((arg) => (/\.(zip|gz)$/.test(arg) ? samplePath(arg) : arg));
    await run([...paths, '--quiet', '--format', 'json'], terminal);
    follows(JSON.parse(out()));
    expect(follows.errors).toBeNull();
  });
});
