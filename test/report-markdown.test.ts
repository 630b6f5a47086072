import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Report } from '../src/model/report.js';
import { loadReporter } from '../src/report/index.js';
import { finding, hostileText, nothingFound, reportOf, storageIncident } from './report-examples.js';

const markdownReport = await loadReporter('markdown');

function markdown(report: Report, details = false): string {
  return [...markdownReport(report, { color: true, width: 80, language: 'en', details })].join('');
}

/** The lines outside fenced code, as CommonMark delimits it: a fence ends at one at least as long as it began. */
function outsideFences(output: string): string[] {
  const outside: string[] = [];
  let fence: string | undefined;
  for (const line of output.split('\n')) {
    const run = /^ *(`{3,})/.exec(line)?.[1];
    if (fence === undefined && run !== undefined) fence = run;
    else if (fence !== undefined && run !== undefined && run.length >= fence.length && line.trim() === run)
      fence = undefined;
    else if (fence === undefined) outside.push(line);
  }
  expect(fence).toBeUndefined();
  return outside;
}

/** What is left of a line when code spans are taken out: the longest closed runs of backticks, as CommonMark reads them. */
function outsideCode(line: string): string {
  return line.replace(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
}

const signs = [
  '`',
  '``',
  '```',
  '~~~',
  '<',
  '>',
  '&',
  '|',
  '\\',
  '@',
  '#1',
  '[',
  ']',
  '(',
  '!',
  '*',
  '_',
  '$',
  ':',
  '/',
  '\n',
  ' ',
  'a',
  'www.',
  'GH-1',
];
const hostile = fc.oneof(
  fc.string({ unit: fc.constantFrom(...signs), maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
);

test('shows the storage incident as the golden file says', async () => {
  await expect(markdown(storageIncident)).toMatchFileSnapshot('golden/storage-incident.md');
});

test('shows that nothing was found as the golden file says', async () => {
  await expect(markdown(nothingFound)).toMatchFileSnapshot('golden/nothing-found.md');
});

test('shows hostile text harmlessly', async () => {
  await expect(markdown(reportOf(hostileText))).toMatchFileSnapshot('golden/hostile.md');
});

test('writes no control character and no colour, whatever the bundle holds', () => {
  fc.assert(
    fc.property(hostile, (given) => {
      expect(markdown(reportOf(given)).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }),
    { numRuns: 60 },
  );
});

test('no text of the bundle ends the fence it stands in or begins markup outside of it', () => {
  fc.assert(
    fc.property(hostile, fc.boolean(), (given, details) => {
      const lines = outsideFences(markdown(reportOf(given), details));
      const rest = lines.map(outsideCode).join('\n');
      const own = /<!-- -->|<\/?(?:details|summary|sub|code)>|<span>\$<\/span>/g;
      expect(rest.replace(own, '')).not.toMatch(/[<>]|(?<!\\)\[|(?<!<!-- -->)@everyone/);
      expect(lines.filter((line) => line === '</details>')).toHaveLength(
        lines.filter((line) => line === '<details>').length,
      );
    }),
    { numRuns: 100 },
  );
});

test('mentions nobody and refers to no issue', () => {
  const text = '@user #12 GH-3 https://e.example www.e.example a@b.example';
  const output = [false, true].flatMap((details) => outsideFences(markdown(reportOf(text), details)).map(outsideCode));
  expect(output.join('\n').replace(/<code>.*?<\/code>/g, '')).not.toMatch(/@\w|#\d|GH-\d|:\/\/|www\.\w/);
});

test('a bar or backslash of the bundle does not part a cell of a table', () => {
  for (const name of ['a|b', 'a\\|b', '`|`', '\\']) {
    const lines = markdown(reportOf(name)).split('\n');
    const rows = lines.filter((line) => line.startsWith('| <code>'));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.replace(/\\./g, '').match(/\|/g)).toHaveLength(6);
  }
});

test('stays within what an issue takes and says what was left out', () => {
  const roots = Array.from({ length: 300 }, (_, n) => finding(`rule-${n}`, 1, { explanation: 'word '.repeat(200) }));
  const rootCauses = roots.map(({ id, rule }) => ({ finding: id, rule, confidence: 'low' as const, why: '' }));
  const output = markdown({ ...nothingFound, findings: roots, diagnosis: { rootCauses, chains: [], summary: '' } });
  expect(output.length).toBeLessThan(65_536);
  expect(output).toMatch(/\d+ more left out to fit an issue/);
});

test('with details leaves nothing out, however long it gets', () => {
  const roots = Array.from({ length: 300 }, (_, n) => finding(`rule-${n}`, 1, { explanation: 'word '.repeat(200) }));
  const output = markdown({ ...nothingFound, findings: roots }, true);
  for (const { id } of roots) expect(output).toContain(`<summary>ERROR: <code>${id}</code></summary>`);
  expect(output).not.toContain('left out to fit');
});
