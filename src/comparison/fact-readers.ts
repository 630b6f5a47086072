import { createHash } from 'node:crypto';
import { mapAt, mapsAt, textAt, valueAt } from '../bundle/kube-path.js';
import type { Topic } from '../model/comparison.js';
import type { KubeMap, KubeValue } from '../model/kube-object.js';
import { cutDetail, type Fact, type FactReader, Health, scalarText } from './fact.js';

interface FieldOptions {
  /** Default: the last part of the path. */
  readonly label?: string;
  readonly topic?: Topic;
  readonly nature?: 'placement';
  /** Health by value; a value that is not named says nothing. */
  readonly health?: Readonly<Record<string, Health>>;
}

/** A field with a scalar value. */
export function field(path: string, options: FieldOptions = {}): FactReader {
  const keys = path.split('.');
  const label = options.label ?? keys.at(-1) ?? path;
  return (content) => {
    const value = scalarText(valueAt(content, ...keys));
    if (value === undefined) return [];
    const health = healthOf(value, options.health);
    return [
      {
        field: path,
        label,
        value,
        topic: options.topic ?? 'state',
        ...(health === undefined ? {} : { health }),
        ...(options.nature === undefined ? {} : { nature: options.nature }),
      },
    ];
  };
}

/** A label, whose name may hold dots. */
export function metadataLabel(name: string, label: string): FactReader {
  return (content) => {
    const value = textAt(content, 'metadata', 'labels', name);
    return value === undefined ? [] : [{ field: `metadata.labels[${name}]`, label, value, topic: 'state' }];
  };
}

/** A field that should not be there, such as an error: its text is only shown, since texts of errors hold times and addresses. */
export function presence(path: string, label: string, health: Health): FactReader {
  const keys = path.split('.');
  return (content) => {
    const text = scalarText(valueAt(content, ...keys));
    if (text === undefined) return [];
    return [{ field: path, label, value: 'yes', detail: cutDetail(text), topic: 'state', health }];
  };
}

/** Values are compared without regard to case: `running` of Longhorn, `Running` of Kubernetes. */
export function healthOf(value: string, table: FieldOptions['health']): Health | undefined {
  if (table === undefined) return undefined;
  const name = value.toLowerCase();
  return Object.entries(table).find(([known]) => known.toLowerCase() === name)?.[1];
}

/** A part of a specification, written in one line with sorted keys. */
export function structure(path: string, label: string, topic: Topic = 'setting'): FactReader {
  const keys = path.split('.');
  return (content) => {
    const value = valueAt(content, ...keys);
    return value === undefined || value === '' ? [] : [longFact(path, label, inOneLine(value), topic)];
  };
}

/** A fact whose value may be long: what is compared is a digest, what is shown is its beginning. */
export function longFact(path: string, label: string, text: string, topic: Topic): Fact {
  const limit = 120;
  if (text.length <= limit) return { field: path, label, value: text, topic };
  const shown = `${text.slice(0, limit)}… (${text.length} characters)`;
  return { field: path, label, value: digest(text), shown, topic };
}

/** A fact whose value may hold a password or key: that it changed is told, not what it is. */
export function withheldFact(path: string, label: string, text: string, topic: Topic): Fact {
  return { field: path, label, value: digest(text), shown: '(withheld: may hold credentials)', topic };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Deeper data is left out: the reader of objects bounds the depth far above it. */
const MAX_DEPTH = 12;

function inOneLine(value: KubeValue, depth = 0): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  if (depth >= MAX_DEPTH) return '…';
  if (isList(value)) return `[${value.map((element) => inOneLine(element, depth + 1)).join(', ')}]`;
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${key}: ${inOneLine(member, depth + 1)}`];
    });
  return `{${members.join(', ')}}`;
}

function isList(value: KubeValue): value is readonly KubeValue[] {
  return Array.isArray(value);
}

/** So many of so many, such as replicas that are ready. Without any wanted it says nothing. */
export function ratio(label: string, actual: string, wanted: string): FactReader {
  return (content) => {
    const total = numberAt(content, wanted);
    if (total === undefined) return [];
    const count = numberAt(content, actual) ?? 0;
    return [{ field: actual, label, value: `${count}/${total}`, topic: 'state', health: healthOfRatio(count, total) }];
  };
}

/** Nothing of what is wanted has failed; a part of it is degraded. */
export function healthOfRatio(count: number, total: number): Health {
  if (count >= total) return Health.fine;
  return count === 0 ? Health.failed : Health.degraded;
}

function numberAt(content: KubeMap, path: string): number | undefined {
  const value = valueAt(content, ...path.split('.'));
  return typeof value === 'number' ? value : undefined;
}

/** The images of the containers of a pod template. */
export function images(...path: readonly string[]): FactReader {
  return (content) =>
    ['initContainers', 'containers'].flatMap((list) =>
      mapsAt(content, ...path, list).flatMap((container): Fact[] => {
        const name = textAt(container, 'name');
        const image = textAt(container, 'image');
        if (name === undefined || image === undefined) return [];
        const at = [...path, `${list}[${name}]`, 'image'].join('.');
        return [{ field: at, label: `image of ${name}`, value: withoutDigest(image), topic: 'version' }];
      }),
    );
}

function withoutDigest(image: string): string {
  const at = image.indexOf('@');
  return at > 0 && image.slice(0, at).includes(':', image.lastIndexOf('/')) ? image.slice(0, at) : image;
}

/**
 * One field of every member of a map, such as the state of each node in an upgrade.
 * @param label said before the member's key
 */
export function eachMember(path: string, member: string, label: string, options: FieldOptions = {}): FactReader {
  const keys = member === '' ? [] : member.split('.');
  return (content) => {
    const map = mapAt(content, ...path.split('.'));
    return Object.keys(map)
      .sort()
      .flatMap((key): Fact[] => {
        const value = scalarText(memberOf(map[key], keys));
        if (value === undefined) return [];
        const health = healthOf(value, options.health);
        return [
          {
            field: `${path}[${key}]${member === '' ? '' : `.${member}`}`,
            label: `${label} ${key}`,
            value,
            topic: options.topic ?? 'state',
            ...(health === undefined ? {} : { health }),
          },
        ];
      });
  };
}

/** The element itself where no member of it is asked for. */
function memberOf(element: KubeValue | undefined, keys: readonly string[]): KubeValue | undefined {
  if (keys.length === 0) return element;
  return element !== undefined && isPlainMap(element) ? valueAt(element, ...keys) : undefined;
}

function isPlainMap(value: KubeValue): value is KubeMap {
  return typeof value === 'object' && !isList(value);
}
