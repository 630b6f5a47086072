import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { comparisonJsonSchema } from '../src/report/comparison/comparison-schema.js';
import { reportJsonSchema } from '../src/report/schema.js';

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
