import { extname } from 'node:path';
import { BundlescopeError, ExitStatus, WARNINGS } from '../errors/index.js';
import type { ClusterGraph } from '../model/graph.js';
import { type BundleGraph, graphBundle } from '../pipeline/graph-bundle.js';
import { graphDot } from '../report/graph/graph-dot.js';
import { graphJson } from '../report/graph/graph-json.js';
import { graphMermaid } from '../report/graph/graph-mermaid.js';
import { graphText } from '../report/graph/graph-text.js';
import { overviewText } from '../report/graph/overview-text.js';
import { wantsColor } from './color.js';
import { openOutputFile, standardOutput } from './destination.js';
import { GRAPH_FORMATS, type GraphFlags, type GraphFormat } from './graph-flags.js';
import { untilInterrupted } from './interruption.js';
import { limitsOf } from './limit-options.js';
import { createProgressLine } from './progress.js';
import type { RunStatus } from './run-status.js';
import { checkStandardInput } from './standard-input.js';
import { ClosedPipe, type Terminal } from './terminal.js';
import { warningLines } from './warning-lines.js';

/** Width of an overview where there is no terminal. */
const PAGE_WIDTH = 80;
/** Of the things shown, this part at most are of one sort and hang on one thing. */
const ALIKE = 15;

const EXTENSIONS: Readonly<Record<string, GraphFormat>> = {
  '.txt': 'text',
  '.text': 'text',
  '.dot': 'dot',
  '.gv': 'dot',
  '.mmd': 'mermaid',
  '.mermaid': 'mermaid',
  '.json': 'json',
};

/**
 * Draws a part of a cluster.
 * @param entity what to draw it around; undefined: the whole cluster
 * @returns 4 when the bundle could only be read in part
 * @throws BundlescopeError `usage` when an entity names nothing, `input` when the bundle cannot be read
 */
export async function drawGraph(
  bundle: string,
  entity: string | undefined,
  flags: GraphFlags,
  terminal: Terminal,
): Promise<RunStatus> {
  checkStandardInput([bundle], terminal);
  if (entity === undefined && flags.to !== undefined)
    throw new BundlescopeError(
      'usage',
      '--to needs an entity to begin at: bundlescope graph <bundle> <entity> --to <entity>',
    );
  const format = chooseFormat(flags);
  const destination =
    flags.output === undefined ? standardOutput(terminal) : await openOutputFile(flags.output, [bundle]);
  const graph = await readGraph(bundle, entity, flags, terminal);
  try {
    for (const text of drawing(graph, bundle, entity, format, flags, terminal)) await destination.write(text);
    await destination.commit();
  } catch (error) {
    await destination.discard();
    // The reader has seen enough.
    if (!(error instanceof ClosedPipe)) throw error;
  }
  return graph.warnings.some(({ code }) => WARNINGS[code].partial) ? ExitStatus.partial : ExitStatus.analyzed;
}

async function readGraph(
  bundle: string,
  entity: string | undefined,
  flags: GraphFlags,
  terminal: Terminal,
): Promise<BundleGraph> {
  const name = bundle === '-' ? 'standard input' : bundle;
  const progress = createProgressLine(terminal, name, flags.quiet === true);
  const asked = [entity, flags.to].filter((text) => text !== undefined);
  const reading = graphBundle(
    bundle,
    { signal: terminal.signal, limits: limitsOf(flags), onProgress: progress.show },
    asked,
  );
  try {
    const graph = await untilInterrupted(reading, terminal.signal);
    await progress.clear();
    if (flags.quiet !== true) await terminal.stderr.write(warningLines(name, graph.warnings));
    return graph;
  } catch (error) {
    await progress.clear();
    throw error;
  }
}

function drawing(
  graph: BundleGraph,
  bundle: string,
  entity: string | undefined,
  format: GraphFormat,
  flags: GraphFlags,
  terminal: Terminal,
): Iterable<string> {
  const color = flags.output === undefined && wantsColor(terminal.stdout, terminal.env);
  if (entity === undefined && format === 'text') {
    const width = (flags.output === undefined ? terminal.stdout.columns : undefined) ?? PAGE_WIDTH;
    return overviewText(graph.overview(), { color, width, language: flags.lang, bundleArgument: bundle });
  }
  const part = partOf(graph, entity, flags);
  switch (format) {
    case 'text':
      return graphText(part, { color, language: flags.lang, cite: flags.cite === true });
    case 'dot':
      return graphDot(part, flags.lang);
    case 'mermaid':
      return graphMermaid(part, flags.lang);
    case 'json':
      return graphJson(part, entity === undefined ? graph.overview() : undefined);
  }
}

function partOf(graph: BundleGraph, entity: string | undefined, { to, depth, max }: GraphFlags): ClusterGraph {
  if (entity === undefined) return graph.overviewGraph();
  if (to !== undefined) return graph.between(entity, to);
  return graph.around(entity, { depth, things: max, alike: Math.ceil(max / ALIKE) });
}

/** A file without extension gets text; an extension that says nothing is rather a mistake. */
function chooseFormat({ format, output }: GraphFlags): GraphFormat {
  if (format !== undefined) return format;
  const extension = output === undefined ? '' : extname(output).toLowerCase();
  if (extension === '') return 'text';
  const known = EXTENSIONS[extension];
  if (known !== undefined) return known;
  throw new BundlescopeError(
    'usage',
    `${output}: "${extension}" names no format of a graph; give --format with one of: ${GRAPH_FORMATS.join(', ')}`,
  );
}
