import type { WarningCode, WarningSink } from '../errors/index.js';
import { type KubeMap, type KubeObject, type KubeValue, resourceOf } from '../model/kube-object.js';
import type { DocumentPiece } from './document.js';
import { normalise } from './normalise.js';
import { type ObjectType, peekJsonType, peekYamlType } from './peek-type.js';
import { splitJson } from './split-json.js';
import { splitYaml } from './split-yaml.js';
import { parseByLibrary } from './yaml/parse-by-library.js';
import { YamlReader } from './yaml/read-yaml.js';

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
  /**
   * False when a list has no end: what says that it is a list (`kind`) stands behind the items, as the tools write it, and is missing; or the text ends
   * in an item without a line end. Its last item may be half an object, and is left out.
   */
  readonly complete: boolean;
}

/**
 * Reads a YAML or JSON file of API objects: one object, several documents, a List, a `PodList`, or a JSON array.
 * A broken item costs that item and a warning.
 */
export function readObjects(text: string, reading: ObjectReading): ObjectFile {
  const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const isJson = /^\s*[[{]/.test(content.slice(0, 100));
  const file = new FileReading(content, isJson, reading);
  for (const { header, pieces } of isJson ? splitJson(content) : splitYaml(content)) {
    const last = pieces.at(-1);
    const isCut = header !== '' && !isJson && last?.end === content.length && !content.endsWith('\n');
    const { type, isWhole } = header === '' ? NO_LIST : file.addHeader(header, isCut);
    const isLeftOut = !isWhole && !isJson && last !== undefined;
    for (const piece of isLeftOut ? pieces.slice(0, -1) : pieces) file.addPiece(piece, type);
    if (isLeftOut) file.leaveOut(last);
  }
  return file.result();
}

/** What stands around the items of a list. */
interface ListHeader {
  /** What the list says its items are. */
  readonly type: ObjectType | undefined;
  /** Whether the list has its end. */
  readonly isWhole: boolean;
}

const NO_LIST: ListHeader = { type: undefined, isWhole: true };

/** One for all files, since it remembers the keys it has met. */
const yamlReader = new YamlReader();

class FileReading {
  readonly #text: string;
  readonly #isJson: boolean;
  readonly #reading: ObjectReading;
  readonly #objects: KubeObject[] = [];
  readonly #listed: Set<string>;
  #count = 0;
  #complete = true;

  constructor(text: string, isJson: boolean, reading: ObjectReading) {
    this.#text = text;
    this.#isJson = isJson;
    this.#reading = reading;
    this.#listed = new Set(reading.resource === undefined ? [] : [reading.resource]);
  }

  result(): ObjectFile {
    return { objects: this.#objects, listed: [...this.#listed], count: this.#count, complete: this.#complete };
  }

  leaveOut({ line }: DocumentPiece): void {
    this.#warn(
      'object-unparsable',
      line,
      'the list ends here without its end; its last object may be cut and is left out',
    );
  }

  /** Notes what stands around the items of a list. @param isCut the text ends in an item. */
  addHeader(header: string, isCut: boolean): ListHeader {
    const list = this.#isJson ? parseJson(header) : parseYaml(header, 0);
    const saysKind = list !== undefined && !(list instanceof Error) && isMap(list) && textMember(list, 'kind') !== '';
    const isWhole = saysKind && !isCut;
    if (!isWhole) this.#complete = false;
    return { type: list instanceof Error || list === undefined ? undefined : this.#noteList(list), isWhole };
  }

  addPiece(piece: DocumentPiece, type: ObjectType | undefined): void {
    if (this.#isUnwanted(piece)) {
      this.#count++;
      return;
    }
    const text = this.#text.slice(piece.start, piece.end);
    const value = this.#isJson ? parseJson(text) : parseYaml(text, piece.blanks);
    if (value instanceof Error) {
      this.#warn(
        'object-unparsable',
        piece.line,
        `an object could not be parsed and is missing from the analysis: ${value.message}`,
      );
    } else if (value !== undefined) {
      this.#addValue(value, piece.line, type);
    }
  }

  /** A piece that says it is of an unwanted kind need not be parsed. */
  #isUnwanted(piece: DocumentPiece): boolean {
    const type = this.#isJson ? peekJsonType(this.#text, piece) : peekYamlType(this.#text, piece);
    if (type === undefined || type.kind.endsWith('List')) return false;
    return !this.#reading.wants(resourceOf(type.kind, groupOf(type.apiVersion)));
  }

  /** Notes what a list says it is a list of. */
  #noteList(list: KubeValue): ObjectType | undefined {
    if (!isMap(list)) return undefined;
    const kind = textMember(list, 'kind');
    const apiVersion = textMember(list, 'apiVersion');
    if (!kind.endsWith('List') || kind === 'List') return undefined;
    const type = { apiVersion, kind: kind.slice(0, -'List'.length) };
    this.#listed.add(resourceOf(type.kind, groupOf(apiVersion)));
    return type;
  }

  /** A piece may still be a list: in a style that the splitters leave whole, or inside another list. */
  #addValue(value: KubeValue, line: number, type: ObjectType | undefined): void {
    if (isList(value)) {
      for (const element of value) this.#addValue(element, line, type);
      return;
    }
    const isObjectList = isMap(value) && textMember(value, 'kind').endsWith('List') && nameOf(value) === '';
    if (isObjectList) {
      const items = value['items'];
      if (items !== undefined && isList(items)) this.#addValue(items, line, this.#noteList(value));
      else this.#noteList(value);
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

/** @returns the normalised value; undefined for null, the error when the text is broken */
function parseYaml(text: string, blanks: number): KubeValue | Error | undefined {
  const value = yamlReader.read(text, blanks);
  if (value !== undefined) return value;
  return normalised(() => parseByLibrary(' '.repeat(blanks) + text));
}

function parseJson(text: string): KubeValue | Error | undefined {
  return normalised(() => JSON.parse(text));
}

function normalised(parseText: () => unknown): KubeValue | Error | undefined {
  try {
    const value = parseText();
    return value === null || value === undefined ? undefined : normalise(value);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function toObject(content: KubeMap, line: number, type: ObjectType | undefined, path: string): KubeObject | undefined {
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

function isMap(value: KubeValue | undefined): value is KubeMap {
  return typeof value === 'object' && !Array.isArray(value);
}
