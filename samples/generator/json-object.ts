/** Kubernetes objects as plain data. */

/** A value of JSON. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** An object of JSON. */
export interface JsonObject {
  [key: string]: JsonValue;
}

/** A Kubernetes object: what every item of a list has. */
export type KubernetesObject = JsonObject & { apiVersion: string; kind: string; metadata: JsonObject };

/** Tells whether a value is an object of JSON (not an array, not null). */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text field of an object's metadata, '' when it is missing. */
export function metadataText(object: JsonObject, field: string): string {
  const metadata = object.metadata;
  const value = isJsonObject(metadata) ? metadata[field] : undefined;
  return typeof value === 'string' ? value : '';
}

/** Merges `patch` into `base` as RFC 7386 says: objects merge, everything else replaces, null deletes. */
export function mergePatch(base: JsonValue | undefined, patch: JsonValue): JsonValue {
  if (!isJsonObject(patch)) {
    return patch;
  }
  const merged: JsonObject = isJsonObject(base) ? { ...base } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      delete merged[key];
    } else {
      merged[key] = mergePatch(merged[key], value);
    }
  }
  return merged;
}
