import { stringify } from 'yaml';
import type { KindTable } from '../bundle/index.js';
import { BundlescopeError } from '../errors/index.js';
import type { Entry } from '../model/entry.js';
import { resourceOf } from '../model/kube-object.js';
import type { RuleTestCase } from './test-file.js';

/** The top directory of a mini-bundle. */
const TOP = 'supportbundle_00000000-0000-0000-0000-000000000000';

/** The entries of a test's bundle, laid out as support-bundle-kit does, in the order in which a zip would have them. */
export function miniBundle(test: RuleTestCase, kinds: KindTable): readonly Entry[] {
  const files = new Map<string, string>();
  files.set('metadata.yaml', stringify({ bundlecreatedat: test.time ?? '' }));
  for (const [path, list] of objectLists(test, kinds))
    files.set(path, stringify({ apiVersion: 'v1', items: list, kind: 'List' }));
  for (const [path, content] of Object.entries(test.files ?? {})) files.set(nodeArchivePath(path), content);
  return [...files].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => textEntry(`${TOP}/${path}`, content));
}

function objectLists(test: RuleTestCase, kinds: KindTable): ReadonlyMap<string, readonly unknown[]> {
  const lists = new Map<string, unknown[]>();
  for (const object of test.objects ?? []) {
    const { apiVersion, kind, metadata } = object;
    const group = String(apiVersion).includes('/') ? String(apiVersion).split('/')[0] : '';
    const namespace =
      typeof metadata === 'object' && metadata !== null && 'namespace' in metadata ? String(metadata.namespace) : '';
    const path = listPath(resourceOf(String(kind), group ?? ''), String(apiVersion), namespace, kinds);
    const list = lists.get(path) ?? [];
    lists.set(path, list);
    list.push(object);
  }
  for (const resource of test.empty ?? []) {
    const group = resource.includes('.') ? resource.slice(resource.indexOf('.') + 1) : '';
    const path = listPath(
      resource,
      group === '' ? 'v1' : `${group}/v1`,
      kinds.info(resource)?.namespaced ? 'default' : '',
      kinds,
    );
    if (!lists.has(path)) lists.set(path, []);
  }
  return lists;
}

function listPath(resource: string, apiVersion: string, namespace: string, kinds: KindTable): string {
  const kind = kinds.info(resource);
  if (kind === undefined)
    throw new BundlescopeError('rule', `unknown kind "${resource}" in a test; see rules/kinds.yaml`);
  const scope = namespace === '' ? 'cluster' : `namespaced/${namespace}`;
  return `yamls/${scope}/${apiVersion}/${kind.plural}.yaml`;
}

/** `nodes/<node>/...` stands for the inside of `nodes/<node>.zip`. */
function nodeArchivePath(path: string): string {
  const match = /^nodes\/([^/]+)\/(.*)$/s.exec(path);
  return match === null ? path : `nodes/${match[1]}.zip!/${match[1]}/${match[2]}`;
}

function textEntry(path: string, content: string): Entry {
  const bytes = Buffer.from(content, 'utf8');
  return {
    path,
    size: bytes.length,
    read: async function* () {
      yield bytes;
    },
  };
}
