import type { KubeObject } from '../../model/kube-object.js';
import type { ObjectIndex } from '../../objects/object-index.js';
import type { Expression, Variables } from '../cel/expression.js';
import { compilePart } from '../cel/program-part.js';
import type { SelectedPart, Selection } from '../cel/selections.js';
import { memberOf } from '../cel/values.js';
import type { CompiledSignal } from '../compile-rule.js';
import type { ObjectSignal } from '../rule.js';
import type { ObjectOutline } from '../rule-outline.js';
import { type Each, type Element, elementsOf, statedPath } from './object-elements.js';

/** What an `object` signal looks at: an object, or an element of `each` in it. */
export interface Subject {
  readonly object: KubeObject;
  readonly element: Element;
}

/** What the expressions of a signal see of a subject. */
export function variablesOf({ object, element }: Subject): Variables {
  return { self: object.content, item: element.item, key: element.key };
}

/** Shorter lists are looked through as fast. */
const MIN_INDEXED = 64;
/** A selection that leaves this share of a list is good enough not to look at the others. */
const FEW = 1 / 16;

/**
 * The subjects of `object` signals. Hundreds of rules ask about the same thousands of objects, most by a field that has another value in nearly
 * all of them (`self.status.phase == "Pending"`): such a field is read once of each, and the signals then only look at those with their values.
 */
export class ObjectSubjects {
  readonly #objects: ObjectIndex;
  /** By resource and `each`. */
  readonly #lists = new Map<string, SubjectList>();

  /** @param objects of the whole bundle. */
  constructor(objects: ObjectIndex) {
    this.#objects = objects;
  }

  /** Subjects in reading order among which are all that meet the signal's conditions. */
  of({ signal, each, where }: CompiledSignal<ObjectSignal>): readonly Subject[] {
    return this.#list(signal.resource, each).selectedBy(where);
  }

  /** Whether it is seen from its outline that no subject meets a signal's conditions. */
  hasNone({ resource, each, selections }: ObjectOutline): boolean {
    const list = this.#list(resource, each === undefined ? undefined : eachOf(each));
    return list.isEmpty || selections.some((selection) => list.count(selection) === 0);
  }

  #list(resource: string, each: Each | undefined): SubjectList {
    const key = `${resource} ${each?.source ?? ''}`;
    let list = this.#lists.get(key);
    if (list === undefined) {
      list = new SubjectList(subjectsOf(each, this.#objects.list(resource)));
      this.#lists.set(key, list);
    }
    return list;
  }
}

/** @param source of an `each` that is a path in the object, as an outline has it. */
function eachOf(source: string): Each {
  const path = statedPath(source) ?? '';
  return { source, evaluate: ({ self }) => memberOf(self, path) };
}

function subjectsOf(each: Each | undefined, objects: Iterable<KubeObject>): readonly Subject[] {
  const subjects: Subject[] = [];
  for (const object of objects) for (const element of elementsOf(each, object)) subjects.push({ object, element });
  return subjects;
}

/** Subjects, and of parts of conditions which of them have which value. */
class SubjectList {
  readonly #subjects: readonly Subject[];
  readonly #values = new Map<string, SubjectsByValue>();

  constructor(subjects: readonly Subject[]) {
    this.#subjects = subjects;
  }

  get isEmpty(): boolean {
    return this.#subjects.length === 0;
  }

  /** How many subjects may meet a selection. */
  count(selection: Selection): number {
    return this.#valuesOf(selection).count(selection);
  }

  /** Subjects among which are all that meet the conditions. */
  selectedBy(where: readonly Expression[]): readonly Subject[] {
    if (this.#subjects.length < MIN_INDEXED) return this.#subjects;
    let best: readonly [SubjectsByValue, Selection] | undefined;
    let least = this.#subjects.length;
    for (const selection of where.flatMap((condition) => condition.selections())) {
      if (least <= this.#subjects.length * FEW) break;
      const values = this.#valuesOf(selection);
      const count = values.count(selection);
      if (count >= least) continue;
      best = [values, selection];
      least = count;
    }
    if (best === undefined) return this.#subjects;
    const [values, selection] = best;
    return values.places(selection).flatMap((place) => this.#subjects[place] ?? []);
  }

  #valuesOf({ part }: Selection): SubjectsByValue {
    let values = this.#values.get(part.key);
    if (values === undefined) {
      values = new SubjectsByValue(this.#subjects, part);
      this.#values.set(part.key, values);
    }
    return values;
  }
}

/** The places of subjects by the value of a part of conditions. */
class SubjectsByValue {
  readonly #byText = new Map<string, number[]>();
  /** How many have a text. */
  #texts = 0;
  /** Of those with another value than a text. */
  readonly #others: number[] = [];
  /** Of those of which only the whole condition can tell. */
  readonly #unknown: number[] = [];

  constructor(subjects: readonly Subject[], { program }: SelectedPart) {
    const evaluate = compilePart(program);
    for (const [place, subject] of subjects.entries()) {
      const value = evaluate(variablesOf(subject));
      if (value === undefined) this.#unknown.push(place);
      else if (typeof value !== 'string') this.#others.push(place);
      else {
        this.#texts++;
        const known = this.#byText.get(value);
        if (known === undefined) this.#byText.set(value, [place]);
        else known.push(place);
      }
    }
  }

  /** How many {@link places} are. */
  count({ texts, isNegated }: Selection): number {
    const named = sum(texts.map((text) => this.#byText.get(text)?.length ?? 0));
    return this.#unknown.length + (isNegated ? this.#texts - named + this.#others.length : named);
  }

  /** The places, in their order, among which are all subjects that meet the selection. */
  places({ texts, isNegated }: Selection): readonly number[] {
    const lists = isNegated
      ? [this.#others, ...[...this.#byText].flatMap(([text, places]) => (texts.includes(text) ? [] : [places]))]
      : texts.map((text) => this.#byText.get(text) ?? []);
    return [this.#unknown, ...lists].flat().sort((a, b) => a - b);
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
