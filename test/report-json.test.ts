import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../src/model/report.js';
import { formatForExtension, formatNames, loadReporter } from '../src/report/index.js';
import { reportJsonSchema } from '../src/report/schema.js';
import { hostileText, nothingFound, reportOf, storageIncident } from './report-examples.js';

const options = { color: true, width: 80, language: 'en' } as const;
const jsonReport = await loadReporter('json');
const ndjsonReport = await loadReporter('ndjson');
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(reportJsonSchema());

function json(report: Report): string {
  return [...jsonReport(report, options)].join('');
}

test.each([
  ['a full report', storageIncident],
  ['an empty report', nothingFound],
])('JSON of %s is the report, indented by two spaces, with a final newline', (_, report) => {
  expect(json(report)).toBe(`${JSON.stringify(report, null, 2)}\n`);
});

test('JSON keeps every text and holds no control or invisible character', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constant(hostileText)), (given) => {
      const report = reportOf(given);
      const output = json(report);
      expect(JSON.parse(output)).toEqual(report);
      expect(output.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }),
    { numRuns: 60 },
  );
});

test('NDJSON has one record per line, each with its type', () => {
  const records = [...ndjsonReport(storageIncident, options)].map((line): unknown => JSON.parse(line));
  const findings = storageIncident.findings.map(() => expect.objectContaining({ type: 'finding' }));
  expect(records).toEqual([
    { type: 'tool', schemaVersion: '1', ...storageIncident.tool },
    { type: 'bundle', ...storageIncident.bundle },
    ...findings,
    { type: 'diagnosis', ...storageIncident.diagnosis },
    { type: 'window', ...storageIncident.window },
    ...(storageIncident.clocks ?? []).map((clock) => ({ type: 'clock', ...clock })),
    ...storageIncident.timeline.map((item) => ({ type: 'timeline', ...item })),
    { type: 'coverage', ...storageIncident.coverage },
    ...storageIncident.warnings.map((item) => ({ type: 'warning', ...item })),
  ]);
});

test.each([
  ['a full report', storageIncident],
  ['an empty report', nothingFound],
  ['a hostile report', reportOf('\u001b')],
])('the schema accepts %s', (_, report) => {
  validate(JSON.parse(json(report)));
  expect(validate.errors).toBeNull();
});

test('the schema refuses a key that the contract does not name', () => {
  expect(validate({ ...storageIncident, finding: [] })).toBe(false);
  expect(validate({ ...storageIncident, bundle: { ...storageIncident.bundle, created: 'x' } })).toBe(false);
});

test('the schema refuses a missing key, a time that is not UTC and an unknown severity', () => {
  const { coverage: _, ...withoutCoverage } = storageIncident;
  expect(validate(withoutCoverage)).toBe(false);
  const [first] = storageIncident.findings;
  expect(validate({ ...storageIncident, findings: [{ ...first, firstSeen: '2025-03-05T04:48:10+01:00' }] })).toBe(
    false,
  );
  expect(validate({ ...storageIncident, findings: [{ ...first, severity: 'fatal' }] })).toBe(false);
});

test('a format that is not there is a usage error that names those there are', async () => {
  await expect(loadReporter('html')).rejects.toMatchObject({
    code: 'usage',
    message: 'report format "html" is not available; choose one of: text, json, ndjson, markdown',
  });
  await expect(loadReporter('toString')).rejects.toMatchObject({ code: 'usage' });
});

test.each([
  ['.md', 'markdown'],
  ['.JSON', 'json'],
  ['.jsonl', 'ndjson'],
  ['.html', 'html'],
  ['.out', undefined],
])('the extension %s asks for %s', (extension, format) => {
  expect(formatForExtension(extension)).toBe(format);
});

test('every format can be loaded', async () => {
  for (const name of formatNames)
    expect([...(await loadReporter(name))(nothingFound, options)].join('')).toMatch(/\n$/);
});
