import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { reportJsonSchema } from '../src/report/schema.js';

const PUBLISHED = fileURLToPath(new URL('../docs/report.schema.json', import.meta.url));

// The schema is a promise to other programs: a change of it is a change of a file that is reviewed. `npm test -- -u` rewrites it.
test('the published report.schema.json is the schema of the report type', async () => {
  await expect(`${JSON.stringify(reportJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(PUBLISHED);
});
