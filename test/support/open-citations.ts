import { openArchive } from '../../src/archive/index.js';
import type { Citation, LogCitation, ObjectCitation, Report } from '../../src/index.js';
import type { KubeObject } from '../../src/model/kube-object.js';
import { resourceOf } from '../../src/model/kube-object.js';
import { readObjects } from '../../src/objects/read-objects.js';
import { fieldOf, readPath, textOf } from '../../src/rules/cel/values.js';
import type { BundleSource } from '../../src/source/index.js';

/** Every citation of a report. */
export function citationsOf(report: Report): readonly Citation[] {
  return [
    ...report.findings.flatMap(({ evidence }) => evidence),
    ...upgradeCitations(report),
    ...report.timeline.flatMap(({ citation }) => (citation === undefined ? [] : [citation])),
  ];
}

function upgradeCitations({ bundle: { upgrade } }: Report): readonly Citation[] {
  if (upgrade === undefined) return [];
  const steps = [upgrade, ...upgrade.nodes, ...(upgrade.unfinished ?? [])].flatMap((step) => [
    step,
    ...('nodes' in step ? step.nodes : []),
  ]);
  return steps.flatMap(({ evidence = [] }) => evidence.map(({ citation }) => citation));
}

/** Opens every citation of a report again in its bundle; says of each that does not stand there what is wrong. */
export async function wrongCitations(source: BundleSource, citations: readonly Citation[]): Promise<readonly string[]> {
  const byPath = new Map<string, (LogCitation | ObjectCitation)[]>();
  const searched = new Set<string>();
  for (const citation of citations) {
    if (citation.kind === 'absence') for (const path of citation.searched) searched.add(path);
    else byPath.set(citation.path, [...(byPath.get(citation.path) ?? []), citation]);
  }
  const problems: string[] = [];
  for await (const entry of openArchive(source, { warn: () => undefined })) {
    searched.delete(entry.path);
    const cited = byPath.get(entry.path);
    if (cited === undefined) continue;
    byPath.delete(entry.path);
    const chunks: Uint8Array[] = [];
    for await (const chunk of entry.read()) chunks.push(chunk);
    problems.push(...checkFile(Buffer.concat(chunks), cited));
  }
  return [...problems, ...[...byPath.keys(), ...searched].map((path) => `${path} is not in the bundle`)];
}

function checkFile(content: Buffer, citations: readonly (LogCitation | ObjectCitation)[]): readonly string[] {
  const lineStarts = [0];
  for (let index = content.indexOf(10); index !== -1; index = content.indexOf(10, index + 1))
    lineStarts.push(index + 1);
  const objects = citations.some(({ kind }) => kind === 'object') ? parseObjects(content) : [];
  return citations.flatMap((citation) =>
    citation.kind === 'log' ? checkLine(content, lineStarts, citation) : checkObject(objects, citation),
  );
}

function checkLine(content: Buffer, lineStarts: readonly number[], citation: LogCitation): readonly string[] {
  const place = `${citation.path}:${citation.line}`;
  const start = lineStarts[citation.line - 1];
  if (start !== citation.offset) return [`${place}: the line starts at ${start}, not at ${citation.offset}`];
  const end = content.indexOf(10, start);
  const line = content
    .subarray(start, end === -1 ? content.length : end)
    .toString('utf8')
    .replace(/\r$/, '');
  return line.slice(0, 500) === citation.excerpt ? [] : [`${place}: reads ${line.slice(0, 80)}`];
}

function parseObjects(content: Buffer): readonly KubeObject[] {
  return readObjects(content.toString('utf8'), { path: '', wants: () => true, warn: () => undefined }).objects;
}

function checkObject(objects: readonly KubeObject[], citation: ObjectCitation): readonly string[] {
  const place = `${citation.path}: ${citation.resource} ${citation.namespace ?? ''}/${citation.name}`;
  const object = objects.find(
    ({ kind, group, namespace, name, line }) =>
      resourceOf(kind, group) === citation.resource &&
      namespace === (citation.namespace ?? '') &&
      name === citation.name &&
      line === citation.line,
  );
  if (object === undefined) return [`${place} does not stand at line ${citation.line}`];
  if (citation.field === undefined) return [];
  const value = readPath(object.content, citation.field);
  const text =
    value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : textOf(fieldOf({ value }, 'value'));
  return text.slice(0, 500) === citation.value ? [] : [`${place}.${citation.field} is ${text.slice(0, 80)}`];
}
