import { parse, stringify } from 'yaml';
import { isJsonObject, type JsonObject, mergePatch } from '../../samples/generator/json-object.js';
import { plainEntries } from '../../samples/generator/sample-packing.js';
import { sampleNamed } from './sample-bundle.js';
import { writeZip } from './zip-writer.js';

/** The files of a bundle: path and text. */
export type BundleFiles = Readonly<Record<string, string>>;

/** The object lists and the metadata of a sample, without logs: what a comparison of objects needs. */
export async function objectsOfSample(name: string): Promise<BundleFiles> {
  const files: Record<string, string> = {};
  for (const { path, content } of plainEntries(sampleNamed(name), 0)) {
    if (!path.startsWith('yamls/') && path !== 'metadata.yaml') continue;
    const chunks: Buffer[] = [];
    for await (const chunk of content()) chunks.push(chunk);
    files[path] = Buffer.concat(chunks).toString('utf8');
  }
  return files;
}

/** The files with one object changed by a JSON merge patch (RFC 7386). */
export function patched(files: BundleFiles, path: string, name: string, patch: JsonObject): BundleFiles {
  return withItems(files, path, (items) => {
    if (!items.some((item) => nameOf(item) === name)) throw new Error(`${path} has no ${name}`);
    return items.map((item) => (nameOf(item) === name ? objectOf(mergePatch(item, patch)) : item));
  });
}

/** The files without one object. */
export function without(files: BundleFiles, path: string, name: string): BundleFiles {
  return withItems(files, path, (items) => items.filter((item) => nameOf(item) !== name));
}

/** The files without those whose path begins so. */
export function withoutFiles(files: BundleFiles, prefix: string): BundleFiles {
  return Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith(prefix)));
}

/** Names of the objects of a list. */
export function namesIn(files: BundleFiles, path: string): readonly string[] {
  return itemsOf(files, path).map(nameOf);
}

function withItems(
  files: BundleFiles,
  path: string,
  change: (items: readonly JsonObject[]) => readonly JsonObject[],
): BundleFiles {
  const items = change(itemsOf(files, path));
  return { ...files, [path]: stringify({ apiVersion: 'v1', items, kind: 'List' }) };
}

function itemsOf(files: BundleFiles, path: string): readonly JsonObject[] {
  const list: unknown = parse(files[path] ?? '');
  const items: unknown = typeof list === 'object' && list !== null && 'items' in list ? list.items : undefined;
  if (!Array.isArray(items)) throw new Error(`${path} is no list`);
  return items.map(objectOf);
}

function objectOf(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw new TypeError('not an object');
  return value;
}

function nameOf({ metadata }: JsonObject): string {
  const name = isJsonObject(metadata) ? metadata['name'] : undefined;
  return typeof name === 'string' ? name : '';
}

/**
 * A bundle of the healthy sample's cluster as it was before an incident on a cluster of other node names.
 * @param from what the healthy sample's nodes begin with, and `to` those of the incident
 */
export async function healthyWithNodes(from: string, to: string, logBytes: number): Promise<Buffer> {
  const items: { name: string; content: string }[] = [];
  for (const { path, content } of plainEntries(sampleNamed('healthy'), logBytes)) {
    const chunks: Buffer[] = [];
    for await (const chunk of content()) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('utf8');
    items.push({ name: path.replaceAll(from, to), content: text.replaceAll(from, to) });
  }
  return writeZip(items);
}
