import { createRequire } from 'node:module';
import type { WarningSink } from '../../errors/index.js';
import { formatInstant } from '../../model/time.js';
import type { EntryRole } from '../entry-role.js';
import { readFlatMap } from './flat-map.js';

/** What the bundle's own files state about it. */
export interface MetadataFacts {
  readonly createdAt?: string;
  readonly kubernetes?: string;
  readonly longhorn?: string;
  readonly harvester?: string;
  readonly rancher?: string;
  readonly os?: string;
}

/** Output of `date --utc` in a sosreport. */
const DATE_OUTPUT = 'commands/date_--utc';
const NODE_FILES = new Set(['/etc/os-release', '/etc/harvester-release.yaml', DATE_OUTPUT]);

/** True for entries whose text {@link readMetadata} understands. */
export function statesIdentity(role: EntryRole): boolean {
  return role.kind === 'metadata' || (role.kind === 'file' && NODE_FILES.has(role.file));
}

/**
 * Reads the facts of one file: metadata.yaml (keys in any case: they changed), cluster_version.json, version.yaml,
 * /etc/os-release, /etc/harvester-release.yaml, the output of `date --utc`.
 * @param text the file's content
 * @param path the entry's path, for the warning `metadata-unparsable`
 */
export function readMetadata(role: EntryRole, text: string, path: string, warn: WarningSink): MetadataFacts {
  if (role.kind === 'file' && role.file === '/etc/os-release') {
    const os = /^PRETTY_NAME=["']?([^"'\n]*)/m.exec(text)?.[1];
    return os === undefined ? {} : { os };
  }
  if (role.kind === 'file' && role.file === DATE_OUTPUT) {
    // `Wed May 14 14:22:18 UTC 2025`; other locales are left alone.
    const time = /\bUTC\b/.test(text) ? Date.parse(text.slice(0, 64).trim()) : Number.NaN;
    return Number.isNaN(time) ? {} : { createdAt: formatInstant(time) };
  }
  const map = parseMap(text);
  if (map === undefined) {
    warn({
      code: 'metadata-unparsable',
      message: 'the file is not a YAML or JSON map; what it states is unknown',
      path,
    });
    return {};
  }
  const fact = (key: keyof MetadataFacts, ...names: readonly string[]): MetadataFacts => {
    const value = names.map((name) => map.get(name)).find((found) => found !== undefined);
    return value === undefined ? {} : { [key]: value };
  };
  if (role.kind === 'file') {
    // Its `kubernetes` is what the OS image ships, not what the node runs in the middle of an upgrade.
    return { ...fact('harvester', 'harvester'), ...fact('os', 'os'), ...fact('rancher', 'rancher') };
  }
  return {
    ...fact('createdAt', 'bundlecreatedat'),
    ...fact('kubernetes', 'kubernetesversion', 'string'),
    ...fact('longhorn', 'longhornversion'),
    ...fact('harvester', 'harvesterversion'),
  };
}

/** The texts of a flat map by lower-case key. */
function parseMap(text: string): ReadonlyMap<string, string> | undefined {
  const entries = readFlatMap(text) ?? parseByLibrary(text);
  if (entries === undefined) return undefined;
  return new Map([...entries].filter(([, value]) => value !== '').map(([key, value]) => [key.toLowerCase(), value]));
}

let library: typeof import('yaml') | undefined;

/** Aliases are refused: these files have none, and they could expand without bound. */
function parseByLibrary(text: string): ReadonlyMap<string, string> | undefined {
  library ??= createRequire(import.meta.url)('yaml');
  const document = library?.parseDocument(text, { stringKeys: true, schema: 'core' });
  if (document === undefined || document.errors.length > 0) return undefined;
  try {
    const content: unknown = document.toJS({ maxAliasCount: 0 });
    if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
    return new Map(
      Object.entries(content).flatMap(([key, value]: [string, unknown]): [string, string][] =>
        typeof value === 'string' ? [[key, value]] : [],
      ),
    );
  } catch {
    // toJS throws on the first alias.
    return undefined;
  }
}
