/** An API object as a test writes it. */
export interface TestObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Lists of objects as support-bundle-kit writes them, by path; JSON is YAML. */
export function objectFiles(objects: readonly TestObject[]): Readonly<Record<string, string>> {
  const lists = new Map<string, TestObject[]>();
  for (const object of objects) {
    const { namespace } = object.metadata;
    const scope = namespace === undefined ? 'cluster' : `namespaced/${namespace}`;
    const path = `yamls/${scope}/${object.apiVersion}/${object.kind.toLowerCase()}s.yaml`;
    lists.set(path, [...(lists.get(path) ?? []), object]);
  }
  return Object.fromEntries(
    [...lists].map(([path, items]) => [path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }, undefined, 1)]),
  );
}

/** An object with what most of them need. */
export function object(
  apiVersion: string,
  kind: string,
  reference: string,
  content: Readonly<Record<string, unknown>> = {},
): TestObject {
  const [name = '', namespace] = reference.split('/').reverse();
  const { metadata = {}, ...rest } = content;
  return {
    apiVersion,
    kind,
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), ...Object(metadata) },
    ...rest,
  };
}
