import { parse } from 'yaml';
import type { WarningSink } from '../errors/index.js';
import { type KubeMap, type KubeObject, resourceOf } from '../model/kube-object.js';
import type { DocumentPiece, DocumentPieces } from './document.js';
import { normalise } from './normalise.js';
import { splitJson } from './split-json.js';
import { splitYaml } from './split-yaml.js';

/** Settings of the YAML library for content of bundles: keys are not compared (quadratic in `yaml` 2.x), aliases are bounded. */
const YAML_OPTIONS = { uniqueKeys: false, prettyErrors: false, logLevel: 'silent', maxAliasCount: 100 } as const;

/** What a file of objects is read with. */
export interface ObjectReading {
  readonly path: string;
  /** Kind that the path states, used when items do not state one (`PodList`). */
  readonly resource?: string;
  /** Whether objects of this kind (`Engine.longhorn.io`) are wanted; others are skipped, unparsed where that shows early. */
  readonly wants: (resource: string) => boolean;
  readonly warn: WarningSink;
}

/** What a file of objects held. */
export interface ObjectFile {
  readonly objects: readonly KubeObject[];
  /** Kinds the file is a list of, even without items. */
  readonly listed: readonly string[];
  /** Objects in the file, wanted or not. */
  readonly count: number;
}

/**
 * Reads a YAML or JSON file of API objects: one object, several documents, a List, a `PodList`, or a JSON array.
 * A broken item costs that item and a warning.
 */
export function readObjects(text: string, reading: ObjectReading): ObjectFile {
  const isJson = /^[\s\uFEFF]*[[{]/.test(text.slice(0, 100));
  const objects: KubeObject[] = [];
  const listed = new Set<string>(reading.resource === undefined ? [] : [reading.resource]);
  let count = 0;
  for (const list of isJson ? splitJson(text) : splitYaml(text)) {
    const itemType = typeOfItems(list, isJson, listed);
    for (const piece of list.pieces) {
      const object = readPiece(piece, isJson, itemType, reading);
      if (object === undefined) continue;
      count++;
      if (reading.wants(resourceOf(object.kind, object.group))) objects.push(object);
    }
  }
  return { objects, listed: [...listed], count };
}

/** apiVersion and kind of items that state none themselves, as in `kind: PodList`. */
interface ItemType {
  readonly apiVersion: string;
  readonly kind: string;
}

function typeOfItems(list: DocumentPieces, isJson: boolean, listed: Set<string>): ItemType | undefined {
  if (list.header === '') return undefined;
  const header = parsePiece(list.header, isJson);
  if (!isMap(header)) return undefined;
  const kind = typeof header['kind'] === 'string' ? header['kind'] : '';
  const apiVersion = typeof header['apiVersion'] === 'string' ? header['apiVersion'] : '';
  if (!kind.endsWith('List') || kind === 'List') return undefined;
  const type = { apiVersion, kind: kind.slice(0, -'List'.length) };
  listed.add(resourceOf(type.kind, groupOf(apiVersion)));
  return type;
}

function readPiece(piece: DocumentPiece, isJson: boolean, type: ItemType | undefined, reading: ObjectReading): KubeObject | undefined {
  if (isUnwanted(piece.text, reading)) return undefined;
  const value = parsePiece(piece.text, isJson);
  if (value instanceof Error) {
    reading.warn({
      code: 'object-unparsable',
      path: reading.path,
      message: `line ${piece.line}: an object could not be parsed and is missing from the analysis: ${value.message}`,
    });
    return undefined;
  }
  return toObject(value, piece.line, type, reading.path);
}

/** A piece of YAML states its kind at its own margin; one of an unwanted kind need not be parsed. */
function isUnwanted(text: string, reading: ObjectReading): boolean {
  const margin = /^( *)\S/m.exec(text)?.[1] ?? '';
  const kind = new RegExp(`^${margin}kind: ["']?([A-Za-z]+)["']?\\s*$`, 'm').exec(text)?.[1];
  const apiVersion = new RegExp(`^${margin}apiVersion: ["']?([\\w./-]+)["']?\\s*$`, 'm').exec(text)?.[1];
  return kind !== undefined && apiVersion !== undefined && kind !== 'List' && !reading.wants(resourceOf(kind, groupOf(apiVersion)));
}

function parsePiece(text: string, isJson: boolean): unknown {
  try {
    const value: unknown = isJson ? JSON.parse(text) : parse(text, YAML_OPTIONS);
    return value;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function toObject(value: unknown, line: number, type: ItemType | undefined, path: string): KubeObject | undefined {
  const content = normalise(value);
  if (!isMap(content)) return undefined;
  const kind = textMember(content, 'kind') || (type?.kind ?? '');
  const apiVersion = textMember(content, 'apiVersion') || (type?.apiVersion ?? '');
  const metadata = content['metadata'];
  const name = isMap(metadata) ? textMember(metadata, 'name') : '';
  if (kind === '' || apiVersion === '' || name === '') return undefined;
  const namespace = isMap(metadata) ? textMember(metadata, 'namespace') : '';
  return { apiVersion, kind, group: groupOf(apiVersion), namespace, name, content, path, line };
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

function textMember(map: KubeMap, key: string): string {
  const value = map[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isMap(value: unknown): value is KubeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
