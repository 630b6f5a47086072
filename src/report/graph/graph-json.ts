import type { ClusterGraph, ClusterOverview } from '../../model/graph.js';
import { jsonText } from '../json-text.js';

/** What {@link graphJson} writes. */
export interface GraphDocument extends ClusterGraph {
  readonly schemaVersion: '1';
  /** Of the whole cluster: how many there are of each kind, and what nodes carry. */
  readonly overview?: Pick<ClusterOverview, 'kinds' | 'nodes'>;
}

/** A graph as JSON, one document; with the overview when it is that of the whole cluster. */
export function* graphJson(graph: ClusterGraph, overview: ClusterOverview | undefined): Generator<string> {
  const document: GraphDocument = {
    schemaVersion: '1',
    ...graph,
    ...(overview === undefined ? {} : { overview: { kinds: overview.kinds, nodes: overview.nodes } }),
  };
  yield `${jsonText(document, 2)}\n`;
}
