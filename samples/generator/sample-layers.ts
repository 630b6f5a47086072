/** Lays the layers of a sample over one another: generated cluster, readable tree, repeated lines, removals. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleFiles } from './bundle-files.js';
import { clusterObjects } from './cluster/cluster-objects.js';
import { plainFiles } from './cluster/plain-files.js';
import { readSampleSpec, type SampleSpec } from './sample-spec.js';
import { readToldLines, repeatedLines } from './told-lines.js';
import { clusterTraffic } from './traffic/cluster-traffic.js';
import { readYamlItems } from './yaml-list.js';

const LOG_PATH = /^(logs|nodes\/[^/]+\/logs)\/.*\.log(\.\d+)?$/;

/** A sample ready to be packed. */
export interface Sample {
  name: string;
  spec: SampleSpec;
  files: BundleFiles;
}

/**
 * Reads a sample and lays its layers.
 * @param root the samples folder
 * @param name a folder in it
 * @throws Error that names the file and what is wrong with it
 */
export function loadSample(root: string, name: string): Sample {
  const specPath = join(root, name, 'sample.yaml');
  if (!existsSync(specPath)) {
    throw new Error(`${specPath}: no such sample; the samples are ${sampleNames(root).join(', ')}`);
  }
  const spec = readSampleSpec(readFileSync(specPath, 'utf8'), specPath);
  const files = new BundleFiles();
  files.addObjects(clusterObjects(spec));
  for (const [path, text] of plainFiles(spec)) {
    files.setBytes(path, Buffer.from(text, 'utf8'));
  }
  for (const [path, plan] of clusterTraffic(spec)) {
    files.setLog(path, plan);
  }
  layTree(files, join(root, name, 'tree'), spec.createdAt);
  tellRepeats(files, spec);
  removeAndSilence(files, spec, specPath);
  return { name, spec, files };
}

/** Names of all samples: the folders with a sample.yaml. */
export function sampleNames(root: string): string[] {
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, 'sample.yaml')))
    .sort();
}

/** Paths of the files under a tree folder, relative to it, with forward slashes; none when it does not exist. */
export function treePaths(tree: string): string[] {
  if (!existsSync(tree)) {
    return [];
  }
  const entries = readdirSync(tree, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(tree.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

function layTree(files: BundleFiles, tree: string, latest: number): void {
  for (const path of treePaths(tree)) {
    const bytes = readFileSync(join(tree, path));
    if (LOG_PATH.test(path)) {
      files.tellLines(path, readToldLines(bytes.toString('utf8'), latest));
    } else if (path.endsWith('.patch.yaml')) {
      const target = path.replace(/\.patch\.yaml$/, '.yaml');
      files.patchObjects(target, readYamlItems(bytes.toString('utf8'), join(tree, path)));
    } else {
      files.setBytes(path, bytes);
    }
  }
}

function tellRepeats(files: BundleFiles, spec: SampleSpec): void {
  for (const repeat of spec.repeat) {
    files.tellLines(repeat.path, repeatedLines(repeat, String(spec.seed)));
  }
}

function removeAndSilence(files: BundleFiles, spec: SampleSpec, specPath: string): void {
  for (const pattern of spec.remove) {
    const [path = '', name] = pattern.split('#');
    const found = name === undefined ? removePaths(files, path) : files.removeObject(path, name);
    if (!found) {
      throw new Error(`${specPath}: remove: ${pattern} matches nothing; list the entries with --list`);
    }
  }
  for (const quiet of spec.quiet) {
    const matches = globMatcher(quiet.path);
    const paths = [...files.files.keys()].filter((path) => matches(path));
    if (paths.length === 0) {
      throw new Error(`${specPath}: quiet: ${quiet.path} matches nothing; list the entries with --list`);
    }
    for (const path of paths) {
      files.silence(path, quiet);
    }
  }
}

function removePaths(files: BundleFiles, pattern: string): boolean {
  const matches = globMatcher(pattern);
  const paths = [...files.files.keys()].filter((path) => matches(path));
  for (const path of paths) {
    files.files.delete(path);
  }
  return paths.length > 0;
}

/** Matches paths against a glob of `*` (within a name) and `**` (across folders). */
function globMatcher(glob: string): (path: string) => boolean {
  const source = glob
    .split(/(\*\*|\*)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')))
    .join('');
  const pattern = new RegExp(`^${source}$`);
  return (path) => pattern.test(path);
}
