/** Reads and writes object lists in the YAML style of support-bundle-kit. */

import { parse, stringify } from 'yaml';
import { isJsonObject, type JsonObject, type JsonValue } from './json-object.js';

/**
 * Writes a list: keys sorted, sequences not indented, folded at 80 columns, and every empty or null value as the text
 * "null", as bundles of support-bundle-kit show it.
 */
export function writeYamlList(items: readonly JsonObject[], resourceVersion: string): string {
  const metadata: JsonObject = { resourceVersion };
  const first = items[0];
  // Lists of custom resources carry an empty `continue`; those of built-in kinds omit it.
  if (
    typeof first?.apiVersion === 'string' &&
    /\.(io|com)\//.test(first.apiVersion) &&
    !/k8s\.io\//.test(first.apiVersion)
  ) {
    metadata.continue = 'null';
  }
  const list = { apiVersion: 'v1', items: items.map((item) => spellNulls(item)), kind: 'List', metadata };
  return stringify(list, {
    version: '1.1',
    indentSeq: false,
    lineWidth: 80,
    sortMapEntries: true,
    aliasDuplicateObjects: false,
  });
}

/**
 * Reads the items of a list.
 * @param path names the file in errors
 * @throws Error when the text is no YAML object with `items`
 */
export function readYamlItems(text: string, path: string): JsonObject[] {
  const list: unknown = parse(text, { version: '1.1', schema: 'core', maxAliasCount: 0 });
  if (!isJsonObject(list) || !Array.isArray(list.items)) {
    throw new Error(`${path}: expected a YAML object with a list named items; see samples/README.md`);
  }
  return list.items.filter(isJsonObject);
}

function spellNulls(value: JsonValue): JsonValue {
  if (value === null || value === '') {
    return 'null';
  }
  if (Array.isArray(value)) {
    return value.map(spellNulls);
  }
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, spellNulls(entry)]));
  }
  return value;
}
