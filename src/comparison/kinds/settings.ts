import { textAt } from '../../bundle/kube-path.js';
import type { ComparedKinds, FactReader } from '../fact.js';
import { field, longFact, withheldFact } from '../fact-readers.js';

/** Settings of Harvester, Longhorn and Rancher that hold passwords, keys or tokens in their value. */
const CREDENTIALS =
  /credential|secret|token|password|registry|backup-target|certificates|cacerts|additional-ca|registration-url|private|license/i;

/** The value of a setting; the default as long as nobody has set one. */
const settingValue: FactReader = (content) => {
  const set = textAt(content, 'value');
  const value = set ?? textAt(content, 'default');
  if (value === undefined) return [];
  const name = textAt(content, 'metadata', 'name') ?? '';
  const path = set === undefined ? 'default' : 'value';
  const fact = CREDENTIALS.test(name) ? withheldFact : longFact;
  // One field for both, so that a default that becomes the value is no change.
  return [{ ...fact('value', 'value', value, 'setting'), ...(path === 'default' ? { detail: 'default' } : {}) }];
};

/** What people set. */
export const settingKinds: ComparedKinds = {
  'Setting.harvesterhci.io': { facts: [settingValue], remade: true },
  'Setting.longhorn.io': { facts: [settingValue], remade: true },
  'Setting.management.cattle.io': { facts: [settingValue], remade: true },
  'Feature.management.cattle.io': { facts: [field('spec.value', { topic: 'setting' })] },
};
