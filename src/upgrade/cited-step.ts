import type { Citation, LogCitation, ObjectCitation } from '../model/citation.js';
import type { KubeObject } from '../model/kube-object.js';
import type { UpgradeActor, UpgradeEvidence, UpgradeStep } from '../model/report.js';
import { formatInstant, type Instant } from '../model/time.js';
import { readPath, textOf } from '../rules/cel/values.js';
import { citeField } from '../rules/signals/object-rows.js';
import type { TimedLine } from './upgrade-facts.js';

/** A member of a step. */
export type StepMember = UpgradeEvidence['proves'][number];

/** The text of a field; empty when there is none. */
export function textAt(object: KubeObject, field: string): string {
  return textOf(readPath(object.content, field));
}

/** A citation of a field, whether it is set or not. */
export function fieldCitation(object: KubeObject, field: string): ObjectCitation {
  const citation = citeField(object, field);
  if (citation === undefined) throw new RangeError(`${field} names no field`);
  return citation;
}

/** A citation of a line, complete with its time. */
export function lineCitation({ citation, time }: TimedLine): LogCitation {
  return time === undefined ? citation : { ...citation, time: formatInstant(time) };
}

/** The time a field states. */
export function timeAt(object: KubeObject, field: string): Instant | undefined {
  const time = Date.parse(textAt(object, field));
  return Number.isNaN(time) ? undefined : time;
}

/** Puts a step together in which no member stands without a citation. */
export class CitedStep {
  readonly #bundleTime: Instant | undefined;
  readonly #evidence = new Map<string, { readonly citation: Citation; readonly proves: Set<StepMember> }>();
  #since: Instant | undefined;
  #actor: UpgradeActor | undefined;
  #waitsFor: string | undefined;

  constructor(bundleTime: Instant | undefined) {
    this.#bundleTime = bundleTime;
  }

  /** Notes what proves the state itself. */
  state(citation: Citation): this {
    return this.#prove('state', citation);
  }

  /** States since when, by the first of the fields that holds a time. */
  since(...fields: readonly (readonly [object: KubeObject | undefined, field: string])[]): this {
    for (const [object, field] of fields) {
      const time = object === undefined ? undefined : timeAt(object, field);
      if (object === undefined || time === undefined || this.#since !== undefined) continue;
      this.#since = time;
      this.#prove('since', fieldCitation(object, field));
    }
    return this;
  }

  /** States who acts next, once. */
  actor(actor: UpgradeActor, citation: Citation): this {
    if (this.#actor !== undefined) return this;
    this.#actor = actor;
    return this.#prove('actor', citation);
  }

  /** States what it waits for, once. */
  waitsFor(text: string, ...citations: readonly [Citation, ...Citation[]]): this {
    if (this.#waitsFor !== undefined || text === '') return this;
    this.#waitsFor = text;
    for (const citation of citations) this.#prove('waitsFor', citation);
    return this;
  }

  /** Whether it is known what it waits for. */
  get isExplained(): boolean {
    return this.#waitsFor !== undefined;
  }

  finish(): UpgradeStep {
    const seconds =
      this.#since === undefined || this.#bundleTime === undefined || this.#since > this.#bundleTime
        ? undefined
        : Math.round((this.#bundleTime - this.#since) / 1000);
    return {
      ...(this.#since === undefined ? {} : { since: formatInstant(this.#since) }),
      ...(seconds === undefined ? {} : { seconds }),
      ...(this.#actor === undefined ? {} : { actor: this.#actor }),
      ...(this.#waitsFor === undefined ? {} : { waitsFor: this.#waitsFor }),
      ...(this.#evidence.size === 0
        ? {}
        : {
            evidence: [...this.#evidence.values()].map(({ citation, proves }) => ({ proves: [...proves], citation })),
          }),
    };
  }

  #prove(member: StepMember, citation: Citation): this {
    const key = JSON.stringify(citation);
    const known = this.#evidence.get(key) ?? { citation, proves: new Set<StepMember>() };
    known.proves.add(member);
    this.#evidence.set(key, known);
    return this;
  }
}
