import { parse, stringify } from 'yaml';
import { type AnalyzeOptions, analyze, type Report } from '../../src/index.js';
import { asFile, readArchive } from './read-archive.js';
import { packedSample } from './sample-bundle.js';
import { writeZip } from './zip-writer.js';

/** Files of a bundle by their path below its top directory; `nodes/n.zip!/n/...` is inside a nested archive. One character a byte. */
export type BundleFiles = ReadonlyMap<string, string>;

/** Log bytes: enough that the decisive lines are rare, little enough that many variants can be read. */
const LOG_BYTES = 100_000;

/** The files of a sample, to be changed. */
export async function sampleFiles(name: string): Promise<BundleFiles> {
  const { files } = await readArchive(asFile(await packedSample(name, LOG_BYTES)));
  return new Map([...files].map(([path, text]) => [path.slice(path.indexOf('/') + 1), text]));
}

/** Packs files as a collector would and diagnoses them. */
export async function analyzeFiles(files: BundleFiles, options: AnalyzeOptions = {}): Promise<Report> {
  const outer: [string, Buffer][] = [];
  const inner = new Map<string, [string, Buffer][]>();
  for (const [path, text] of files) {
    const [archive = '', member] = path.split('!/');
    const content = Buffer.from(text, 'latin1');
    if (member === undefined) outer.push([archive, content]);
    else inner.set(archive, [...(inner.get(archive) ?? []), [member, content]]);
  }
  for (const [archive, members] of inner) outer.push([archive, zipOf(members)]);
  return analyze(zipOf(outer.map(([path, content]) => [`supportbundle_changed/${path}`, content])), {
    name: 'changed',
    ...options,
  });
}

function zipOf(files: readonly (readonly [string, Buffer])[]): Buffer {
  return writeZip(files.map(([name, content]) => ({ name, content })));
}

/** Files whose path does not match. */
export function without(files: BundleFiles, pattern: RegExp): BundleFiles {
  return new Map([...files].filter(([path]) => !pattern.test(path)));
}

/** Texts and paths changed; throws when nothing was, so that a variant cannot silently be the sample itself. */
export function rewrite(
  files: BundleFiles,
  paths: RegExp,
  change: (text: string, path: string) => string,
): BundleFiles {
  let changed = 0;
  const result = new Map(
    [...files].map(([path, text]): [string, string] => {
      if (!paths.test(path)) return [path, text];
      const next = change(text, path);
      if (next !== text) changed += 1;
      return [path, next];
    }),
  );
  if (changed === 0) throw new Error(`no file matches ${paths.source}, or none of them was changed`);
  return result;
}

/** All times in a text moved: RFC 3339, Go's and klog's dates, and those of journals. */
export function shiftTimes(text: string, milliseconds: number): string {
  const moved = (time: string): string => new Date(Date.parse(time) + milliseconds).toISOString();
  return text
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=[.Z])/g, (time) => moved(`${time}Z`).slice(0, 19))
    .replace(/\b(\d{4})\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)/g, (_, year, month, day, clock) =>
      moved(`${year}-${month}-${day}T${clock}Z`).slice(0, 19).replace('T', ' ').replaceAll('-', '/'),
    )
    .replace(/\b([IWEF])(\d\d)(\d\d) (\d\d:\d\d:\d\d)(?=\.\d{6})/g, (_, level, month, day, clock) => {
      const time = moved(`2025-${month}-${day}T${clock}Z`);
      return `${level}${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 19)}`;
    })
    .replace(/^([A-Z][a-z]{2} \d\d) (\d\d:\d\d:\d\d)/gm, (_, day, clock) => {
      const time = new Date(Date.parse(`${day} 2025 ${clock} UTC`) + milliseconds).toUTCString();
      return `${time.slice(8, 11)} ${time.slice(5, 7)} ${time.slice(17, 25)}`;
    });
}

/** Lines that match are left out of all logs. */
export function withoutLines(files: BundleFiles, pattern: RegExp): BundleFiles {
  return rewrite(files, /\.log(\.\d+)?$/, (text) =>
    text
      .split('\n')
      .filter((line) => !pattern.test(line))
      .join('\n'),
  );
}

/** Lines put into a log at their places in time; each begins with an RFC 3339 time. */
export function withLines(files: BundleFiles, path: string, lines: readonly string[]): BundleFiles {
  return new Map([...files, [path, mergeLogs(files.get(path) ?? '', `${lines.join('\n')}\n`)]]);
}

/** An API object as plain data. */
export type PlainObject = { [key: string]: unknown };

/** Objects of the lists whose path matches, changed, or left out when the change gives undefined. */
export function changeObjects(
  files: BundleFiles,
  paths: RegExp,
  change: (object: PlainObject) => PlainObject | undefined,
): BundleFiles {
  return rewrite(files, paths, (text) =>
    writeList(
      readList(text)
        .map(change)
        .filter((object) => object !== undefined),
    ),
  );
}

/** Objects put into a list, which is made if it is not there. */
export function withObjects(files: BundleFiles, path: string, objects: readonly PlainObject[]): BundleFiles {
  return new Map([...files, [path, writeList([...readList(files.get(path) ?? ''), ...objects])]]);
}

/** Two bundles as one: lists joined, logs of one name merged in time. Of objects in both the first bundle's is kept. */
export function mergeBundles(first: BundleFiles, second: BundleFiles): BundleFiles {
  const merged = new Map(first);
  for (const [path, text] of second) {
    const known = merged.get(path);
    if (known === undefined) merged.set(path, text);
    else if (path.startsWith('yamls/')) merged.set(path, mergeLists(known, text));
    else if (path.startsWith('logs/')) merged.set(path, mergeLogs(known, text));
  }
  return merged;
}

function mergeLists(first: string, second: string): string {
  const known = readList(first);
  const names = new Set(known.map(nameOf));
  return writeList([...known, ...readList(second).filter((object) => !names.has(nameOf(object)))]);
}

function mergeLogs(first: string, second: string): string {
  let time = '';
  const timed = [first, second].flatMap((text) =>
    text.split('\n').flatMap((line) => {
      time = /^\d{4}-\d\d-\d\dT[0-9:.]+Z/.exec(line)?.[0] ?? time;
      return line === '' ? [] : [{ time, line }];
    }),
  );
  timed.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
  return `${timed.map(({ line }) => line).join('\n')}\n`;
}

function readList(text: string): PlainObject[] {
  if (text === '') return [];
  const list: unknown = parse(Buffer.from(text, 'latin1').toString('utf8'));
  const items: unknown = typeof list === 'object' && list !== null && 'items' in list ? list.items : [];
  return Array.isArray(items) ? items.filter(isObject) : [];
}

function isObject(item: unknown): item is PlainObject {
  return typeof item === 'object' && item !== null;
}

function writeList(items: readonly PlainObject[]): string {
  return Buffer.from(stringify({ apiVersion: 'v1', items, kind: 'List' }, { aliasDuplicateObjects: false })).toString(
    'latin1',
  );
}

/** `namespace/name` of an object. */
export function nameOf({ metadata }: PlainObject): string {
  if (typeof metadata !== 'object' || metadata === null) return '';
  const namespace = 'namespace' in metadata ? String(metadata.namespace) : '';
  return `${namespace}/${'name' in metadata ? String(metadata.name) : ''}`;
}

/** The pods of a bundle: `namespace/name` and the node each runs on. */
export function podsOf(files: BundleFiles): ReadonlyMap<string, string> {
  const lists = [...files].filter(([path]) => path.endsWith('/v1/pods.yaml')).map(([, text]) => text);
  return new Map(
    lists
      .flatMap((text) => readList(text))
      .map((pod): [string, string] => {
        const { spec } = pod;
        const node = typeof spec === 'object' && spec !== null && 'nodeName' in spec ? String(spec.nodeName) : '';
        return [nameOf(pod), node];
      }),
  );
}

/** Pods that another bundle has, too, get names of their own, as two clusters' would. */
export function renamePods(files: BundleFiles, other: BundleFiles): BundleFiles {
  const taken = new Set([...podsOf(other).keys()].map((pod) => pod.split('/')[1] ?? ''));
  const shared = [...podsOf(files).keys()].map((pod) => pod.split('/')[1] ?? '').filter((pod) => taken.has(pod));
  const pattern = new RegExp(shared.map((pod) => pod.replaceAll('.', '\\.')).join('|'), 'g');
  const renamed = (text: string): string => text.replace(pattern, (pod) => `${pod.slice(0, -1)}${otherCharacter(pod)}`);
  return new Map([...files].map(([path, text]) => [renamed(path), renamed(text)]));
}

function otherCharacter(name: string): string {
  return name.endsWith('z') ? 'x' : 'z';
}

/** What a report says broke: `rule entity` of each root that is no mere risk, and of each failure without a known cause. */
export function verdictOf({ findings, diagnosis }: Report): {
  readonly roots: string[];
  readonly unexplained: string[];
} {
  const named = (ids: readonly string[]): string[] => {
    const chosen = findings.filter(({ id }) => ids.includes(id));
    return [...new Set(chosen.map(({ rule }) => rule))].sort();
  };
  return {
    roots: named(diagnosis.rootCauses.map(({ finding }) => finding)),
    unexplained: named((diagnosis.unexplained ?? []).map(({ finding }) => finding)),
  };
}
