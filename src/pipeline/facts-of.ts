import { compilePathGlob } from '../bundle/index.js';
import { fieldOf, textOf } from '../rules/cel/values.js';
import type { CollectedFacts, TimeRange } from '../rules/collected-facts.js';
import type { RuleSet } from '../rules/rule-set.js';
import { EVENT_RESOURCES, readEvents } from '../rules/signals/event-lines.js';
import type { BundleContent } from './read-bundle.js';

/** What was read of a bundle as the facts that rules are evaluated on. */
export function factsOf(content: BundleContent, { facts, tables }: RuleSet, timeRange: TimeRange): CollectedFacts {
  const { objects, plan, streams, files } = content;
  const { products } = facts;
  const pathsOfProgram = new Map<string, string[]>();
  for (const stream of streams) {
    for (const program of stream.identity.programs) {
      const paths = pathsOfProgram.get(program) ?? [];
      pathsOfProgram.set(program, paths);
      paths.push(stream.path);
    }
  }
  return {
    entities: tables.entities,
    objects,
    events: readEvents(EVENT_RESOURCES.flatMap((resource) => [...objects.list(resource)])),
    collectorOf: (rule, signal) => plan.collectorOf(rule, signal),
    pathsOfPrograms: (programs) => [...new Set(programs.flatMap((program) => pathsOfProgram.get(program) ?? []))],
    pathsOfFiles: (globs) => {
      const matchers = globs.map(compilePathGlob);
      return [...files].flatMap(([file, paths]) => (matchers.some((matches) => matches(file)) ? paths : []));
    },
    hasNodeFiles: files.size > 0,
    timeRange,
    nodeOfPod: (pod) => textOf(fieldOf(fieldOf(objects.get('Pod', pod)?.content, 'spec'), 'nodeName')) || undefined,
    versionOf: (product) => (Object.hasOwn(products, product) ? products[product] : undefined),
  };
}
