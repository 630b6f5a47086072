import type { Warning } from '../errors/index.js';
import { BundlescopeError } from '../errors/index.js';
import { EXCERPT_LENGTH, type ObjectCitation } from '../model/citation.js';
import type { ClusterGraph, ClusterOverview, GraphLink, GraphNote, GraphThing } from '../model/graph.js';
import { readPath, textOf } from '../rules/cel/values.js';
import { loadTables } from '../rules/rule-set.js';
import { citeObject } from '../rules/signals/object-rows.js';
import { Aliases } from '../topology/aliases.js';
import { EntityReferenceParser } from '../topology/entity-reference.js';
import { type FoundThing, findThing } from '../topology/find-thing.js';
import type { Link } from '../topology/link.js';
import { GRAPH_KINDS } from '../topology/link-families.js';
import { type Extent, linksAmong, neighbourhoodOf } from '../topology/neighbourhood.js';
import { overviewOf } from '../topology/overview.js';
import { inverseOf } from '../topology/relation.js';
import type { ThingKey } from '../topology/thing.js';
import { ThingIndex } from '../topology/thing-index.js';
import { Topology } from '../topology/topology.js';
import type { AnalyzeOptions, BundleInput } from './analyze-options.js';
import { gather } from './gather.js';
import { LINK_RULES, readLogLinks } from './log-links.js';

/** Longest path between two things that is looked for. */
const MAX_PATH = 12;

/** The graph of a cluster, ready to be drawn in parts. */
export class BundleGraph {
  readonly name: string;
  readonly warnings: readonly Warning[];
  readonly #topology: Topology;
  readonly #index: ThingIndex;
  readonly #find: (text: string) => FoundThing;

  constructor(
    name: string,
    warnings: readonly Warning[],
    topology: Topology,
    index: ThingIndex,
    find: (text: string) => FoundThing,
  ) {
    this.name = name;
    this.warnings = warnings;
    this.#topology = topology;
    this.#index = index;
    this.#find = find;
  }

  /** The whole cluster on one page. */
  overview(): ClusterOverview {
    return overviewOf(this.name, this.#topology, this.#index);
  }

  /** The nodes and what is not as it should be, with the links among them. */
  overviewGraph(): ClusterGraph {
    const { nodes, unwell, unwellLeftOut } = this.overview();
    const things = new Map([...nodes.map(({ thing }) => thing), ...unwell].map((thing) => [thing.id, thing]));
    const notes: GraphNote[] = unwellLeftOut === 0 ? [] : [{ kind: 'unwell-left-out', count: unwellLeftOut }];
    return this.#graph([], 0, [...things.values()], linksAmong(things, this.#topology), [], notes);
  }

  /**
   * The part of the cluster around a thing.
   * @param entity what a user named: `vm/default/web`, `volume/pvc-1`, `node1`, an address or a UID
   * @throws BundlescopeError `usage` when it names nothing, or several things
   */
  around(entity: string, extent: Extent): ClusterGraph {
    const { key, by } = this.#find(entity);
    const { things, links, cut, hasMore } = neighbourhoodOf(key, extent, this.#topology, this.#index);
    const notes: GraphNote[] = [
      ...(by === undefined ? [] : [{ kind: 'recognised', given: entity, by } as const]),
      ...(hasMore ? [{ kind: 'further', depth: extent.depth + 1 } as const] : []),
    ];
    return this.#graph([key], extent.depth, things, links, cut, notes);
  }

  /**
   * How two things are related: a shortest path between them.
   * @throws BundlescopeError `usage` when one of them names nothing or several things, or nothing connects them
   */
  between(one: string, other: string): ClusterGraph {
    const [from, to] = [this.#find(one).key, this.#find(other).key];
    const path = this.#topology.path(from, to, MAX_PATH);
    if (path === undefined) {
      throw new BundlescopeError(
        'usage',
        `nothing in the bundle connects "${one}" with "${other}" other than what many things share, such as a node`,
      );
    }
    const things: GraphThing[] = [this.#index.describe(from)];
    let key = from;
    for (const link of path) {
      const next: ThingKey = link.from === key ? link.to : link.from;
      things.push({ ...this.#index.describe(next), reachedFrom: key });
      key = next;
    }
    return this.#graph([from, to], path.length, things, path, [], []);
  }

  #graph(
    roots: readonly ThingKey[],
    depth: number,
    things: readonly GraphThing[],
    links: readonly Link[],
    cut: ClusterGraph['cut'],
    notes: readonly GraphNote[],
  ): ClusterGraph {
    return { bundle: this.name, roots, depth, things, links: links.map((link) => this.#cited(link)), cut, notes };
  }

  #cited({ from, relation, to, source }: Link): GraphLink {
    const link = { from, relation, inverse: inverseOf(relation), to };
    if (source.kind === 'object') return { ...link, evidence: citationOf(source) };
    const { citation, lastSeen, doubt } = source;
    return { ...link, evidence: citation, ...(lastSeen === undefined ? {} : { lastSeen }), doubt };
  }
}

/**
 * Reads a bundle for its graph: all kinds that state links, and of the logs the lines that do.
 * @param asked what will be asked for; refused before the bundle is read when it cannot be a name
 * @throws BundlescopeError as `gather` does, `usage` for a name of a kind that there is not
 */
export async function graphBundle(
  input: BundleInput,
  options: AnalyzeOptions,
  asked: readonly string[],
): Promise<BundleGraph> {
  const { entities, kinds } = await loadTables();
  const parser = new EntityReferenceParser(entities, kinds);
  for (const text of asked) parser.parse(text);
  const rules = { builtin: false, packs: [LINK_RULES] };
  const bundle = await gather(input, { ...options, rules }, { kinds: GRAPH_KINDS });
  const { content, facts, warnings } = bundle;
  const topology = new Topology(content.objects, entities);
  const aliases = new Aliases(content.objects, topology.names, GRAPH_KINDS);
  topology.add(readLogLinks(bundle.rules, facts, aliases, warnings.add));
  const index = new ThingIndex(topology, content.objects, GRAPH_KINDS);
  const find = (text: string): FoundThing => findThing(parser.parse(text), index.keys(), topology.names, aliases);
  return new BundleGraph(bundle.name, warnings.list(), topology, index, find);
}

function citationOf({ object, field }: Extract<Link['source'], { kind: 'object' }>): ObjectCitation {
  const value = readPath(object.content, field);
  const text = value === undefined ? undefined : typeof value === 'object' ? JSON.stringify(value) : textOf(value);
  return {
    ...citeObject(object),
    field,
    ...(text === undefined ? {} : { value: text.slice(0, EXCERPT_LENGTH) }),
  };
}
