import { describe, expect, it } from 'vitest';
import { analyze, type Report } from '../src/index.js';
import { asFile, readArchive } from './support/read-archive.js';
import { packedSample } from './support/sample-bundle.js';
import { writeZip } from './support/zip-writer.js';

/** Changes the text of a file; all text is latin1, one character a byte. */
type Rewrite = (text: string, path: string) => string;

const TIME_BEFORE_LINE = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+)Z /gm;
const inLogs =
  (rewrite: (text: string) => string): Rewrite =>
  (text, path) =>
    /\.log(\.\d+)?$/.test(path) ? rewrite(text) : text;

const FORMS: Readonly<Record<string, Rewrite>> = {
  'logs with Windows line ends': inLogs((text) => text.replaceAll('\n', '\r\n')),
  'logs as the container runtime writes them': inLogs((text) => text.replace(TIME_BEFORE_LINE, '$1Z stderr F ')),
  'times with an offset': inLogs((text) => text.replace(TIME_BEFORE_LINE, '$1+00:00 ')),
  'logs without the times that the collector puts before lines': inLogs((text) => text.replace(TIME_BEFORE_LINE, '')),
  'other names of volumes and nodes': (text) =>
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, (id) =>
        [...id].map(otherDigit).join(''),
      )
      .replace(/\b(?:hvst|metal|srv)(?=-?[a-z]?\d)/g, 'worker'),
};

/** A digit for a digit and a letter for a letter, so that identifiers stay valid and different ones different. */
function otherDigit(digit: string): string {
  if (digit === '-') return digit;
  const value = Number.parseInt(digit, 16);
  return ((value + 7) % 16).toString(16);
}

function zipOf(files: Readonly<Record<string, Buffer>>): Buffer {
  return writeZip(Object.entries(files).map(([name, content]) => ({ name, content })));
}

/** The sample with every path and text rewritten, and archives in it packed again. */
async function rewritten(files: ReadonlyMap<string, string>, rewrite: Rewrite): Promise<Report> {
  const outer: Record<string, Buffer> = {};
  const inner = new Map<string, Record<string, Buffer>>();
  for (const [path, text] of files) {
    const content = Buffer.from(rewrite(text, path), 'latin1');
    const [archive = '', member] = rewrite(path, '').split('!/');
    if (member === undefined) outer[archive] = content;
    else inner.set(archive, { ...inner.get(archive), [member]: content });
  }
  for (const [archive, members] of inner) outer[archive] = zipOf(members);
  return analyze(zipOf(outer), { name: 'rewritten' });
}

/** What was found, without names: rule and confidence of each finding, and which are roots. */
function diagnosisOf({ findings, diagnosis }: Report): unknown {
  return {
    roots: diagnosis.rootCauses.map(({ rule, confidence }) => `${rule} ${confidence}`).sort(),
    findings: findings.map(({ rule, confidence }) => `${rule} ${confidence}`).sort(),
  };
}

describe.each(['healthy', 'incident-a', 'incident-b', 'incident-c', 'incident-d', 'incident-e'])('%s', async (name) => {
  const packed = await packedSample(name, 500_000);
  const original = diagnosisOf(await analyze(packed, { name }));
  const { files } = await readArchive(asFile(packed));

  it.each(Object.entries(FORMS))('is diagnosed the same from %s', async (_, rewrite) => {
    expect([...files].some(([path, text]) => rewrite(text, path) !== text)).toBe(true);
    expect(diagnosisOf(await rewritten(files, rewrite))).toEqual(original);
  });
});
