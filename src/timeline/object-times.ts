import { EXCERPT_LENGTH } from '../model/citation.js';
import { type KubeObject, resourceOf } from '../model/kube-object.js';
import type { Severity } from '../model/report.js';
import type { Instant } from '../model/time.js';
import { referenceOf } from '../objects/object-index.js';
import { fieldOf, isMap, memberOf, textOf } from '../rules/cel/values.js';
import { citeObject } from '../rules/signals/object-rows.js';
import { isBadCondition } from './condition-state.js';
import { type Happening, WEIGHT } from './happening.js';
import { HEARTBEATS, MEANINGS, RFC3339, TIME_KEY } from './time-fields.js';
import type { TimelineWords } from './timeline-words.js';

/** Times of one object that are told; a hostile one may hold any number. */
const MAX_TIMES = 80;
const MAX_DEPTH = 8;
const LONGEST_MESSAGE = 240;

/** Everything an object says it went through: its creation and deletion, its conditions, its containers, and any time a field states. */
export function objectTimes(object: KubeObject, words: TimelineWords): readonly Happening[] {
  return new ObjectReading(object, words).read();
}

/** A time of an object, and what it says. */
interface ObjectTime {
  readonly time: string;
  readonly field: string;
  readonly text: string;
  readonly weight: number;
  readonly level?: Severity;
  /** Stamped by the kubelet or the runtime of its node, not by the API server. */
  readonly byNode?: boolean;
}

class ObjectReading {
  readonly #object: KubeObject;
  readonly #resource: string;
  readonly #words: TimelineWords;
  readonly #times: ObjectTime[] = [];

  constructor(object: KubeObject, words: TimelineWords) {
    this.#object = object;
    this.#words = words;
    this.#resource = resourceOf(object.kind, object.group);
  }

  read(): readonly Happening[] {
    const { content } = this.#object;
    this.#readMetadata(fieldOf(content, 'metadata'));
    for (const section of ['spec', 'status']) this.#walk(fieldOf(content, section), section, 0);
    return this.#times.flatMap((time) => this.#happening(time));
  }

  #happening({ time, field, text, weight, level, byNode }: ObjectTime): readonly Happening[] {
    const instant = instantOf(time);
    if (instant === undefined) return [];
    const object = this.#object;
    const node = textOf(memberOf(object.content, 'spec.nodeName')) || textOf(memberOf(object.content, 'spec.nodeID'));
    return [
      {
        time: instant,
        until: instant,
        count: 1,
        kind: 'object',
        source: `${object.kind} ${referenceOf(object)}`,
        ...(node === '' ? {} : { node }),
        ...(byNode === true && node !== '' ? { clockOf: node } : {}),
        text,
        weight,
        ...(level === undefined ? {} : { level }),
        place: [-1, object.line],
        citation: { ...citeObject(object), field, value: time.slice(0, EXCERPT_LENGTH) },
      },
    ];
  }

  #add(time: ObjectTime): void {
    if (this.#times.length < MAX_TIMES) this.#times.push(time);
  }

  #readMetadata(metadata: unknown): void {
    const created = textOf(fieldOf(metadata, 'creationTimestamp'));
    const { created: text } = this.#words;
    this.#add({ time: created, field: 'metadata.creationTimestamp', text, weight: WEIGHT.notable });
    const deleted = textOf(fieldOf(metadata, 'deletionTimestamp'));
    if (deleted !== '') {
      const finalizers = listOf(fieldOf(metadata, 'finalizers')).map(textOf);
      const text = this.#words.deletionRequested(finalizers.join(', '));
      this.#add({ time: deleted, field: 'metadata.deletionTimestamp', text, weight: WEIGHT.change, level: 'warning' });
    }
    const restarted = textOf(fieldOf(fieldOf(metadata, 'annotations'), 'kubectl.kubernetes.io/restartedAt'));
    if (restarted !== '') {
      const field = 'metadata.annotations[kubectl.kubernetes.io/restartedAt]';
      this.#add({ time: restarted, field, text: this.#words.restartAsked, weight: WEIGHT.change });
    }
  }

  #walk(value: unknown, path: string, depth: number): void {
    if (depth > MAX_DEPTH || this.#times.length >= MAX_TIMES) return;
    if (Array.isArray(value)) {
      for (const [index, element] of value.entries()) this.#walk(element, `${path}[${index}]`, depth + 1);
      return;
    }
    if (!isMap(value)) return;
    if (isCondition(value, path)) this.#readCondition(value, path);
    else if (textOf(value['containerID']) !== '' || isMap(value['lastState'])) this.#readContainer(value, path);
    else if (textOf(value['phaseTransitionTimestamp']) !== '') this.#readPhase(value, path);
    else this.#walkMembers(value, path, depth);
  }

  #walkMembers(value: { readonly [key: string]: unknown }, path: string, depth: number): void {
    for (const [key, member] of Object.entries(value)) {
      const memberPath = /^[\w-]+$/.test(key) ? `${path}.${key}` : `${path}[${key}]`;
      if (typeof member === 'string') this.#readField(key, member, memberPath, value);
      else this.#walk(member, memberPath, depth + 1);
    }
  }

  #readField(key: string, value: string, path: string, around: { readonly [key: string]: unknown }): void {
    if (!TIME_KEY.test(key) || HEARTBEATS.has(key) || !RFC3339.test(value)) return;
    // `lastFailedAt` beside an equal `failedAt` says the same again.
    if (around[withoutLast(key)] === value) return;
    const meaning = MEANINGS[`${this.#resource} ${path}`];
    const isFailure = /fail|error|degraded/i.test(key);
    const taint = `${textOf(around['key'])}:${textOf(around['effect'])}`;
    const text = meaning === undefined ? path : this.#words.meanings[meaning];
    this.#add({
      time: value,
      field: path,
      text: key === 'timeAdded' ? this.#words.taintAdded(taint) : text,
      weight:
        isFailure || key === 'timeAdded'
          ? WEIGHT.change
          : path === 'status.startTime'
            ? WEIGHT.ordinary
            : WEIGHT.notable,
      ...(isFailure ? { level: 'error' as const } : {}),
      ...(this.#resource === 'Pod' ? { byNode: true } : {}),
    });
  }

  /** Harvester's conditions state only `lastUpdateTime`, which changes with them. */
  #readCondition(condition: { readonly [key: string]: unknown }, path: string): void {
    const type = textOf(condition['type']);
    const status = textOf(condition['status']);
    const field = textOf(condition['lastTransitionTime']) === '' ? 'lastUpdateTime' : 'lastTransitionTime';
    const reason = textOf(condition['reason']);
    const message = textOf(condition['message']).slice(0, LONGEST_MESSAGE);
    const why = [reason, message].filter((part) => part !== '').join(': ');
    const isBad = isBadCondition(type, status, reason);
    const { stands, became } = this.#words;
    this.#add({
      time: textOf(condition[field]),
      field: `${path}.${field}`,
      text: (field === 'lastUpdateTime' ? stands : became)(type, status, why),
      weight: isBad ? WEIGHT.change : this.#resource.startsWith('Upgrade') ? WEIGHT.change : WEIGHT.ordinary,
      ...(isBad ? { level: 'warning' as const } : {}),
      ...(this.#resource === 'Pod' && type !== 'PodScheduled' ? { byNode: true } : {}),
    });
  }

  #readPhase(transition: { readonly [key: string]: unknown }, path: string): void {
    const phase = textOf(transition['phase']);
    this.#add({
      time: textOf(transition['phaseTransitionTimestamp']),
      field: `${path}.phaseTransitionTimestamp`,
      text: this.#words.phase(phase),
      weight: WEIGHT.change,
      ...(phase === 'Failed' ? { level: 'error' as const } : {}),
    });
  }

  #readContainer(container: { readonly [key: string]: unknown }, path: string): void {
    const name = textOf(container['name']);
    const restarts = Number(textOf(container['restartCount']));
    for (const field of ['lastState', 'state']) {
      const state = container[field];
      const running = textOf(memberOf(state, 'running.startedAt'));
      if (running !== '')
        this.#add({
          time: running,
          field: `${path}.${field}.running.startedAt`,
          text: this.#words.containerStarted(name, restarts),
          weight: restarts > 0 ? WEIGHT.change : WEIGHT.ordinary,
          byNode: true,
        });
      const ended = fieldOf(state, 'terminated');
      if (isMap(ended)) this.#readEnd(name, ended, `${path}.${field}.terminated`);
    }
  }

  #readEnd(name: string, ended: { readonly [key: string]: unknown }, path: string): void {
    const code = textOf(ended['exitCode']);
    const failed = code !== '0' && code !== '';
    const message = textOf(ended['message']).slice(0, LONGEST_MESSAGE);
    const details = [textOf(ended['reason']), code === '' ? '' : this.#words.exitCode(code), message].filter(
      (part) => part !== '',
    );
    this.#add({
      time: textOf(ended['startedAt']),
      field: `${path}.startedAt`,
      text: this.#words.containerStartedAndEnded(name),
      weight: WEIGHT.ordinary,
      byNode: true,
    });
    this.#add({
      time: textOf(ended['finishedAt']),
      field: `${path}.finishedAt`,
      text: this.#words.containerEnded(name, details),
      weight: failed ? WEIGHT.change : WEIGHT.notable,
      byNode: true,
      ...(failed ? { level: 'error' as const } : {}),
    });
  }
}

function isCondition(value: { readonly [key: string]: unknown }, path: string): boolean {
  const hasTime = textOf(value['lastTransitionTime']) !== '' || textOf(value['lastUpdateTime']) !== '';
  return hasTime && textOf(value['type']) !== '' && textOf(value['status']) !== '' && /conditions/i.test(path);
}

function withoutLast(key: string): string {
  return key.startsWith('last') ? key.charAt(4).toLowerCase() + key.slice(5) : '';
}

/** Programs write the year 1 for "no time". */
function instantOf(text: string): Instant | undefined {
  const time = RFC3339.test(text) ? Date.parse(text) : Number.NaN;
  return time > 0 ? time : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
