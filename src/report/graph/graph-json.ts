import type { ClusterGraph, ClusterOverview } from '../../model/graph.js';
import { jsonText } from '../json-text.js';

/** A graph as JSON, one document; with the overview when it is that of the whole cluster. */
export function* graphJson(graph: ClusterGraph, overview: ClusterOverview | undefined): Generator<string> {
  const document = {
    schemaVersion: '1',
    ...graph,
    ...(overview === undefined ? {} : { overview: { kinds: overview.kinds, nodes: overview.nodes } }),
  };
  yield `${jsonText(document, 2)}\n`;
}
