import { expect, it } from 'vitest';
import type { Report } from '../src/index.js';
import { loadReporter } from '../src/report/index.js';
import { nothingFound } from './report-examples.js';

async function shown(report: Report, format: 'text' | 'markdown'): Promise<string> {
  const reporter = await loadReporter(format);
  return [...reporter(report, { color: false, width: 80, language: 'en' })].join('').replaceAll('\n', ' ');
}

const unknown = ['a', 'b', 'c'].map((rule) => ({ rule, missing: 'no logs of etcd in the bundle' }));

it.each(['text', 'markdown'] as const)('%s says how little was judged when nothing was found', async (format) => {
  const output = await shown({ ...nothingFound, coverage: { evaluated: 2, unknown } }, format);
  expect(output).toContain('2 of 5 rules could be judged');
});

it.each(['text', 'markdown'] as const)(
  '%s does not say that nothing was found when nothing was judged',
  async (format) => {
    const output = await shown({ ...nothingFound, coverage: { evaluated: 0, unknown } }, format);
    expect(output).toContain('NOTHING COULD BE JUDGED');
    expect(output).not.toContain('NOTHING KNOWN WAS FOUND');
  },
);

it.each(['text', 'markdown'] as const)('%s says once that nothing was found', async (format) => {
  const summary = 'No known failure was found.';
  const output = await shown({ ...nothingFound, diagnosis: { ...nothingFound.diagnosis, summary } }, format);
  expect(output).not.toContain(summary);
});
