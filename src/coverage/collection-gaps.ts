import type { Warning } from '../errors/index.js';
import type { Citation } from '../model/citation.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { type Collection, nodeOfLog } from './collection.js';
import type { CollectorError } from './collector-errors.js';

/** What kind of thing is missing in a bundle. */
export type GapKind = 'archive-cut' | 'no-objects' | 'node-missing' | 'node-empty' | 'logs-empty' | 'collector-errors';

/** Something that the collector should have put into the bundle and that is not there. */
export interface CollectionGap {
  readonly kind: GapKind;
  /** The nodes, kinds or archives that it is about. */
  readonly names: readonly string[];
  readonly citations: readonly Citation[];
}

/** What gaps are found in. */
export interface GapFacts {
  readonly name: string;
  readonly layout: string;
  readonly collection: Collection;
  readonly objects: ObjectIndex;
  readonly warnings: readonly Warning[];
  readonly errors: readonly CollectorError[];
}

/** Fewer logs may all be empty by chance, or be all that somebody passed on. */
const MANY_LOGS = 5;
const MAX_CITATIONS = 8;
const MAX_NAMED = 5;
const MAX_NAME = 120;

/** Finds what is missing in a bundle that should be whole. Only what its collector always writes can be missed. */
export function findGaps(facts: GapFacts): readonly CollectionGap[] {
  const cut = cutArchives(facts);
  // What the bundle lacks because it is cut off is not missing for a reason of its own.
  const whole = cut.filter(({ names }) => names.includes(facts.name));
  const parts = whole.length > 0 ? whole : [...cut, ...missingObjects(facts), ...missingNodes(facts)];
  return [...parts, ...emptyLogs(facts), ...failures(facts)];
}

/** What a gap leaves open, for the rules that look at what it concerns; undefined when the rules say themselves what they miss. */
export function effectOf({
  kind,
  names,
}: CollectionGap): { readonly concerns: 'nodes' | 'containers'; readonly why: string } | undefined {
  switch (kind) {
    case 'node-missing':
    case 'node-empty': {
      const more = names.length > MAX_NAMED ? ` and ${names.length - MAX_NAMED} more` : '';
      const what = kind === 'node-missing' ? 'nothing' : 'no line of a log';
      return { concerns: 'nodes', why: `${what} was collected on node ${names.slice(0, MAX_NAMED).join(', ')}${more}` };
    }
    case 'archive-cut':
      // Only archives of nodes lie in others.
      return names.some((name) => name.includes('/'))
        ? { concerns: 'nodes', why: `${names.join(', ')} is cut off` }
        : undefined;
    case 'logs-empty':
      return { concerns: 'containers', why: 'the logs of all containers are empty' };
    default:
      return undefined;
  }
}

function cutArchives({ name, warnings, collection }: GapFacts): readonly CollectionGap[] {
  return warnings.flatMap(({ code, path }): CollectionGap[] => {
    if (code !== 'archive-truncated' || path === undefined) return [];
    const isWhole = path === name;
    // An entry that is cut off is a matter of the rules that look at it.
    if (!isWhole && (!path.endsWith('.zip') || collection.lastIn(path) === undefined)) return [];
    const last = collection.lastIn(isWhole ? '' : path);
    const searched = last === undefined ? [] : [last];
    return [
      {
        kind: 'archive-cut',
        names: [isWhole ? path : shortName(path)],
        citations: [{ kind: 'absence', what: `the rest of ${path}`, searched }],
      },
    ];
  });
}

/** The collector writes metadata.yaml first, then yamls/, logs/ and nodes/. A few loose files are no bundle of its making. */
function isWholeBundle({ layout, collection }: GapFacts): boolean {
  const containers = [...collection.logs.values()].filter(({ identity }) => identity.pod !== undefined).length;
  return (
    layout === 'support-bundle-kit' &&
    collection.metadata !== undefined &&
    (containers >= MANY_LOGS || collection.nodes.size > 0)
  );
}

function missingObjects(facts: GapFacts): readonly CollectionGap[] {
  const { collection } = facts;
  if (!isWholeBundle(facts) || collection.objectFiles > 0) return [];
  const searched = [collection.metadata ?? []].flat();
  return [
    { kind: 'no-objects', names: [], citations: [{ kind: 'absence', what: 'yamls/ with the API objects', searched }] },
  ];
}

function missingNodes(facts: GapFacts): readonly CollectionGap[] {
  const { collection, objects } = facts;
  if (!isWholeBundle(facts)) return [];
  const nodes = [...objects.list('Node')].map(({ name }) => name).sort();
  const missing = nodes.filter((node) => !collection.nodes.has(node));
  const empty = nodes.filter((node) => collection.nodes.has(node) && hasOnlyEmptyLogs(node, collection));
  return [...gapOfNodes('node-missing', missing, facts), ...gapOfNodes('node-empty', empty, facts)];
}

function gapOfNodes(
  kind: 'node-missing' | 'node-empty',
  nodes: readonly string[],
  { objects }: GapFacts,
): readonly CollectionGap[] {
  if (nodes.length === 0) return [];
  const searched = objects.pathsOf('Node').slice(0, MAX_CITATIONS);
  const what = kind === 'node-missing' ? 'nodes/<node>.zip of' : 'any line in the logs below nodes/ of';
  const citations = nodes
    .slice(0, MAX_CITATIONS)
    .map((node): Citation => ({ kind: 'absence', what: `${what} ${node}`, searched }));
  return [{ kind, names: nodes, citations }];
}

function hasOnlyEmptyLogs(node: string, collection: Collection): boolean {
  const logs = [...collection.logs.values()].filter(({ identity }) => nodeOfLog(identity) === node);
  return logs.length > 0 && logs.every(({ bytes }) => bytes === 0);
}

/** `nodes/node1.zip`, without the directories that the bundle lies in. */
function shortName(path: string): string {
  return path.split('/').slice(-2).join('/').slice(-MAX_NAME);
}

function emptyLogs({ collection }: GapFacts): readonly CollectionGap[] {
  const logs = [...collection.logs.values()].filter(({ identity }) => identity.pod !== undefined);
  if (logs.length < MANY_LOGS || logs.some(({ bytes }) => bytes > 0)) return [];
  const searched = logs.slice(0, MAX_CITATIONS).map(({ path }) => path);
  return [
    {
      kind: 'logs-empty',
      names: [],
      citations: [{ kind: 'absence', what: 'any line in the log of any container', searched }],
    },
  ];
}

function failures({ errors }: GapFacts): readonly CollectionGap[] {
  if (errors.length === 0) return [];
  const names = [...new Set(errors.map(({ what }) => what))].sort();
  return [
    { kind: 'collector-errors', names, citations: errors.slice(0, MAX_CITATIONS).map(({ citation }) => citation) },
  ];
}
