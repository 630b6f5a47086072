import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Report } from '../src/model/report.js';
import { loadReporter, type ReporterOptions } from '../src/report/index.js';
import { finding, hostileText, nothingFound, reportOf, storageIncident } from './report-examples.js';

const textReport = await loadReporter('text');
const plain: ReporterOptions = { color: false, width: 80, language: 'en' };

function text(report: Report, options: Partial<ReporterOptions> = {}): string {
  return [...textReport(report, { ...plain, ...options })].join('');
}

function withRoots(roots: Report['findings'], others: Report['findings'] = []): Report {
  const rootCauses = roots.map(({ id, rule }) => ({
    finding: id,
    rule,
    confidence: 'high' as const,
    why: `why ${id}`,
  }));
  return { ...nothingFound, findings: [...roots, ...others], diagnosis: { rootCauses, chains: [], summary: '' } };
}

/** What a terminal acts on or hides. */
const deceptive = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: fc.constantFrom('\u001b', '[', '\u0007', '\r', '\n', '\u202e', '\u009b', 'a', ' ', '中', '/') }),
);

test('shows the storage incident as the golden file says', async () => {
  await expect(text(storageIncident)).toMatchFileSnapshot('golden/storage-incident.txt');
});

test('tells a time of the bundle that is only estimated as an estimate', () => {
  const estimated: Report = { ...storageIncident, warnings: [{ code: 'time-unknown', message: 'estimated' }] };
  const told = (report: Report): string | undefined => /^Taken +(.*)$/m.exec(text(report))?.[1];
  expect(told(estimated)).toBe(`about ${told(storageIncident)}, estimated`);
});

test('says the day of what followed wherever it is not that of the line before', () => {
  const began = (rule: string, firstSeen: string): Report['findings'][number] =>
    finding(rule, 1, { firstSeen, causedBy: ['root#1'] });
  const report = withRoots(
    [finding('root', 1, { firstSeen: '2025-03-05T10:00:00Z', leadsTo: ['first#1', 'second#1', 'third#1'] })],
    [
      began('first', '2025-03-05T11:00:00Z'),
      began('second', '2025-03-07T12:00:00Z'),
      began('third', '2025-03-05T13:00:00Z'),
    ],
  );
  const followed = text(report).match(/→ .*(?:first|second|third)/g);
  expect(followed).toEqual(['→ 11:00:00 first', '→ 2025-03-07 12:00:00 second', '→ 2025-03-05 13:00:00 third']);
});

test('has Chinese headings', async () => {
  await expect(text(storageIncident, { language: 'zh' })).toMatchFileSnapshot('golden/storage-incident.zh.txt');
});

test('says that nothing known was found, and how much was examined', async () => {
  await expect(text(nothingFound)).toMatchFileSnapshot('golden/nothing-found.txt');
});

test('shows hostile text harmlessly', async () => {
  await expect(text(reportOf(hostileText))).toMatchFileSnapshot('golden/hostile.txt');
});

test('writes no control or invisible character, whatever the bundle holds', () => {
  fc.assert(
    fc.property(anyText, (given) => {
      expect(text(reportOf(given)).replaceAll('\n', '')).not.toMatch(deceptive);
    }),
    { numRuns: 60 },
  );
});

test('a text of the bundle cannot begin a line of its own', () => {
  const report = withRoots([finding('a', 1, { title: 'x\nROOT CAUSE 9 of 9', explanation: 'y\r\nWARNINGS (0)' })]);
  expect(text(report)).not.toMatch(/^ *(ROOT CAUSE 9|WARNINGS \(0)/m);
});

test('keeps every line within the width, apart from paths, commands and addresses', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '中', '，', '。', '-', '😀', 'é'), maxLength: 300 });
  fc.assert(
    fc.property(words, fc.integer({ min: 40, max: 120 }), (given, width) => {
      const marked = reportOf(given);
      const report: Report = {
        ...marked,
        findings: marked.findings.map((item) => ({
          ...item,
          evidence: item.evidence.map((citation) =>
            citation.kind === 'absence' ? { ...citation, searched: [] } : { ...citation, path: 'WHOLE' },
          ),
          remediation: item.remediation.map((step) => ({ ...step, command: 'WHOLE' })),
          references: [],
        })),
        warnings: [],
      };
      for (const line of text(report, { width }).split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }),
    { numRuns: 60 },
  );
});

test('never wraps a command', () => {
  const command = `kubectl ${'--option=value '.repeat(20)}end`;
  const report = withRoots([finding('a', 1, { remediation: [{ step: 'Do it.', command }] })]);
  expect(
    text(report, { width: 40 })
      .split('\n')
      .map((line) => line.trim()),
  ).toContain(command);
});

test('names a danger before the command it belongs to', () => {
  const report = withRoots([
    finding('a', 1, { remediation: [{ step: 'S', command: 'rm -rf x', danger: 'Data is lost.' }] }),
  ]);
  expect(text(report)).toMatch(/DANGER: Data is lost\.\n *rm -rf x/);
});

test('folds root causes of one rule into one block and counts the entities beyond five', () => {
  const volumes = Array.from({ length: 8 }, (_, n) =>
    finding('same', n + 1, { count: 10, entity: { kind: 'Volume.longhorn.io', name: `vol-${n}` } }),
  );
  const output = text(withRoots(volumes));
  expect(output).toContain('ROOT CAUSE 1 of 1');
  expect(output).toContain(
    'Volume vol-4\n              and 3 more\n  Seen        when the bundle was taken, 80 matches',
  );
});

test('shows a consequence below its nearest cause only', () => {
  const entity = (name: string) => ({ kind: 'Pod', name });
  const output = text(
    withRoots(
      [finding('root', 1, { leadsTo: ['middle#1', 'end#1'] })],
      [
        finding('middle', 1, { leadsTo: ['end#1'], entity: entity('pod-m') }),
        finding('end', 1, { entity: entity('pod-e') }),
      ],
    ),
  );
  expect(output).toMatch(/→ middle: Pod pod-m\n(?: {6}\S.*\n)? {6}→ end: Pod pod-e/);
  expect(output.match(/→ end/g)).toHaveLength(1);
});

test('ends on findings that lead to each other', () => {
  const report = withRoots([finding('a', 1, { leadsTo: ['b#1'] })], [finding('b', 1, { leadsTo: ['a#1', 'b#1'] })]);
  expect(text(report).match(/→ b/g)).toHaveLength(1);
});

test('lists nodes that are not as they should be before the others are only counted', () => {
  const nodes = Array.from({ length: 30 }, (_, n) => ({ name: `node-${n}`, roles: [], ready: n !== 29 }));
  const output = text({ ...nothingFound, bundle: { ...nothingFound.bundle, nodes } });
  expect(output).toMatch(/node-29 +NOT READY/);
  expect(output).toContain('and 18 more');
});

test('colours only when asked', () => {
  expect(text(storageIncident, { color: true })).toContain('\u001b[31m');
  expect(text(storageIncident)).not.toContain('\u001b');
});

test('colour changes nothing but the colour', () => {
  const coloured = text(storageIncident, { color: true });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences are what is removed
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(text(storageIncident));
});

test('with details shows every citation, value and step of every finding', () => {
  const report = text(storageIncident, { details: true, width: 120 }).replaceAll(/\s+\|? ?/g, '');
  for (const { id, evidence, bindings, remediation } of storageIncident.findings) {
    expect(report).toContain(id);
    for (const value of Object.values(bindings).flat()) expect(report).toContain(value.replaceAll(/\s/g, ''));
    for (const { step } of remediation) expect(report).toContain(step.replaceAll(/\s/g, ''));
    for (const citation of evidence) {
      const place = citation.kind === 'absence' ? citation.what : (citation.path.split('/').at(-1) ?? '');
      expect(report).toContain(place.replaceAll(/\s/g, ''));
    }
  }
});

test('with details tells all reasons, why causes are less likely, and what is harmless with what it explains', () => {
  const signals = ['one', 'two', 'three', 'four'];
  const end = finding('end', 1, {
    causedBy: ['root#1', 'other#1'],
    alternativeCauses: [{ finding: 'other#1', why: 'It began later.' }],
    reasons: signals.map((signal) => ({ signal, state: 'found' })),
  });
  const absorbed = signals.map((name) => ({
    rule: `taken-${name}`,
    title: name,
    entity: { kind: 'Pod', name },
    confidence: 'low' as const,
    count: 1,
  }));
  const harmless = finding('noise', 1, { role: 'benign', absorbed });
  const report = withRoots([finding('root', 1, { leadsTo: ['end#1'] })], [end, finding('other', 1, {}), harmless]);
  const output = text(report, { details: true });
  expect(output).toContain('one, two, three, four');
  expect(output).toMatch(/→ other\n +other#1\n +It began later\./);
  expect(output).toContain('taken-four');
  expect(output).toContain('KNOWN TO BE HARMLESS (1)');
  expect(output).not.toContain('left out');
  expect(text(report)).not.toMatch(/taken-four|It began later/);
});

test('with details names every rule that could not be judged', () => {
  const unknown = Array.from({ length: 20 }, (_, index) => ({ rule: `rule-${index}`, missing: 'no logs of etcd' }));
  const report = { ...nothingFound, coverage: { evaluated: 1, unknown } };
  expect(text(report)).not.toContain('rule-19');
  expect(text(report, { details: true })).toContain('rule-19');
});

test('with details writes no control or invisible character either', () => {
  fc.assert(
    fc.property(anyText, (given) => {
      expect(text(reportOf(given), { details: true }).replaceAll('\n', '')).not.toMatch(deceptive);
    }),
    { numRuns: 40 },
  );
});
