import { mapsAt, textAt } from '../../bundle/kube-path.js';
import type { Fact, FactReader } from '../fact.js';

/** The webhooks of a configuration, with what happens when they do not answer. Their certificates change by themselves. */
export const webhooks: FactReader = (content) =>
  mapsAt(content, 'webhooks').flatMap((webhook): Fact[] => {
    const name = textAt(webhook, 'name');
    if (name === undefined) return [];
    return [
      {
        field: `webhooks[${name}].failurePolicy`,
        label: `webhook ${name}`,
        value: textAt(webhook, 'failurePolicy') ?? 'Fail',
        topic: 'setting',
      },
    ];
  });
