import { unescapeValue } from '../unescape.js';

// A line of a hostile bundle may hold a megabyte of members below one long key: without these limits the flattened
// keys alone would take gigabytes.
const MAX_FIELDS = 512;
const MAX_KEY_LENGTH = 256;
const MAX_DEPTH = 8;

/**
 * Flattens a JSON object into text values: members below the top get dotted keys (`BundleDeployment.name`), array members
 * their index. Null is left out. What lies deeper than 8 levels, under longer keys than 256 characters, or after the first
 * 512 values is left out too; it still stands in the record's text.
 */
export function flattenJson(root: object): Map<string, string> {
  const fields = new Map<string, string>();
  flattenInto(fields, root, '', 0);
  return fields;
}

function flattenInto(fields: Map<string, string>, node: object, prefix: string, depth: number): void {
  for (const name in node) {
    if (!Object.hasOwn(node, name)) continue;
    if (fields.size >= MAX_FIELDS) return;
    if (prefix.length + name.length > MAX_KEY_LENGTH) continue;
    const value: unknown = Reflect.get(node, name);
    const key = prefix + name;
    if (typeof value === 'string') fields.set(key, unescapeValue(value));
    else if (typeof value === 'number' || typeof value === 'boolean') fields.set(key, String(value));
    else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH)
      flattenInto(fields, value, `${key}.`, depth + 1);
  }
}
