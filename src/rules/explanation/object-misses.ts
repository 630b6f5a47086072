import type { MissGroup } from '../../model/explanation.js';
import type { KubeObject } from '../../model/kube-object.js';
import type { CompiledSignal } from '../compile-rule.js';
import type { ObjectSignal } from '../rule.js';
import { elementsOf } from '../signals/object-elements.js';
import { citeObject } from '../signals/object-rows.js';
import type { ConditionProbe } from './condition-probe.js';
import { MissTally } from './miss-tally.js';

/** Objects of the signal's kind that fail its conditions, by the first part that fails. */
export function objectMisses(
  signal: CompiledSignal<ObjectSignal>,
  objects: Iterable<KubeObject>,
  probe: ConditionProbe,
): readonly MissGroup[] {
  const tally = new MissTally();
  for (const object of objects) {
    const elements = elementsOf(signal.each, object);
    if (elements.length === 0) {
      const condition = signal.signal.each ?? '';
      tally.add({ failed: 'each', condition, nearness: -1, values: [], citation: () => citeObject(object) });
    }
    for (const { item, key, path } of elements) {
      const failure = probe.failure(signal.where, { self: object.content, item, key });
      if (failure === undefined) continue;
      const { condition, met, values } = failure;
      const citation = (): ReturnType<typeof citeObject> => {
        const field = path();
        return field === undefined ? citeObject(object) : { ...citeObject(object), field };
      };
      tally.add({ failed: 'where', condition, nearness: met, values, citation });
    }
  }
  return tally.groups();
}
