import { parse } from 'yaml';
import type { WarningCode, WarningSink } from '../errors/index.js';
import { type KubeMap, type KubeObject, type KubeValue, resourceOf } from '../model/kube-object.js';
import type { DocumentPiece } from './document.js';
import { normalise } from './normalise.js';
import { splitJson } from './split-json.js';
import { splitYaml } from './split-yaml.js';

/**
 * Settings of the YAML library for content of bundles: keys are not compared (quadratic in `yaml` 2.x), aliases are bounded. Its log level
 * `error` throws errors and drops warnings; `silent` would drop both.
 */
const YAML_OPTIONS = { uniqueKeys: false, prettyErrors: false, logLevel: 'error', maxAliasCount: 100 } as const;

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
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const isJson = /^\s*[[{]/.test(content.slice(0, 100));
  const file = new FileReading(reading);
  for (const { header, pieces } of isJson ? splitJson(content) : splitYaml(content)) {
    const type = header === '' ? undefined : file.noteList(parsePiece(header, isJson));
    for (const piece of pieces) file.addPiece(piece, isJson, type);
  }
  return file.result();
}

/** apiVersion and kind of items that state none themselves, as in `kind: PodList`. */
interface ItemType {
  readonly apiVersion: string;
  readonly kind: string;
}

class FileReading {
  readonly #reading: ObjectReading;
  readonly #objects: KubeObject[] = [];
  readonly #listed: Set<string>;
  #count = 0;

  constructor(reading: ObjectReading) {
    this.#reading = reading;
    this.#listed = new Set(reading.resource === undefined ? [] : [reading.resource]);
  }

  result(): ObjectFile {
    return { objects: this.#objects, listed: [...this.#listed], count: this.#count };
  }

  /** Notes what a list says it is a list of. */
  noteList(list: unknown): ItemType | undefined {
    if (!isMap(list)) return undefined;
    const kind = textMember(list, 'kind');
    const apiVersion = textMember(list, 'apiVersion');
    if (!kind.endsWith('List') || kind === 'List') return undefined;
    const type = { apiVersion, kind: kind.slice(0, -'List'.length) };
    this.#listed.add(resourceOf(type.kind, groupOf(apiVersion)));
    return type;
  }

  addPiece(piece: DocumentPiece, isJson: boolean, type: ItemType | undefined): void {
    if (isUnwanted(piece.text, this.#reading)) {
      this.#count++;
      return;
    }
    const value = parsePiece(piece.text, isJson);
    if (value instanceof Error) {
      this.#warn('object-unparsable', piece.line, `an object could not be parsed and is missing from the analysis: ${value.message}`);
    } else if (value !== null && value !== undefined) {
      this.#addValue(normalise(value), piece.line, type);
    }
  }

  /** A piece may still be a list: in a style that the splitters leave whole, or inside another list. */
  #addValue(value: KubeValue, line: number, type: ItemType | undefined): void {
    if (isList(value)) {
      for (const element of value) this.#addValue(element, line, type);
      return;
    }
    const isObjectList = isMap(value) && textMember(value, 'kind').endsWith('List') && nameOf(value) === '';
    if (isObjectList) {
      const items = value['items'];
      if (items !== undefined && isList(items)) this.#addValue(items, line, this.noteList(value));
      else this.noteList(value);
      return;
    }
    const object = isMap(value) ? toObject(value, line, type, this.#reading.path) : undefined;
    if (object === undefined) {
      this.#warn('object-invalid', line, 'not an API object (no apiVersion, kind or metadata.name); it was skipped');
      return;
    }
    this.#count++;
    if (this.#reading.wants(resourceOf(object.kind, object.group))) this.#objects.push(object);
  }

  #warn(code: WarningCode, line: number, message: string): void {
    this.#reading.warn({ code, path: this.#reading.path, message: `line ${line}: ${message}` });
  }
}

/** A piece of YAML states its kind at its own margin; one of an unwanted kind need not be parsed. */
function isUnwanted(text: string, reading: ObjectReading): boolean {
  const margin = /^( *)\S/m.exec(text)?.[1] ?? '';
  const kind = new RegExp(`^${margin}kind: ["']?([A-Za-z]+)["']?\\s*$`, 'm').exec(text)?.[1];
  const apiVersion = new RegExp(`^${margin}apiVersion: ["']?([\\w./-]+)["']?\\s*$`, 'm').exec(text)?.[1];
  return (
    kind !== undefined &&
    apiVersion !== undefined &&
    !kind.endsWith('List') &&
    !reading.wants(resourceOf(kind, groupOf(apiVersion)))
  );
}

function parsePiece(text: string, isJson: boolean): unknown {
  try {
    const value: unknown = isJson ? JSON.parse(text) : parse(text, YAML_OPTIONS);
    return value;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function toObject(content: KubeMap, line: number, type: ItemType | undefined, path: string): KubeObject | undefined {
  const kind = textMember(content, 'kind') || (type?.kind ?? '');
  const apiVersion = textMember(content, 'apiVersion') || (type?.apiVersion ?? '');
  const name = nameOf(content);
  if (kind === '' || apiVersion === '' || name === '') return undefined;
  const metadata = content['metadata'];
  const namespace = isMap(metadata) ? textMember(metadata, 'namespace') : '';
  return { apiVersion, kind, group: groupOf(apiVersion), namespace, name, content, path, line };
}

function nameOf(content: KubeMap): string {
  const metadata = content['metadata'];
  return isMap(metadata) ? textMember(metadata, 'name') : '';
}

function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

function textMember(map: KubeMap, key: string): string {
  const value = map[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isList(value: KubeValue): value is readonly KubeValue[] {
  return Array.isArray(value);
}

function isMap(value: unknown): value is KubeMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
