import { compilePathGlob, type ProgramTable } from '../bundle/index.js';
import { hasAllPods } from '../coverage/absent-products.js';
import type { KubeObject } from '../model/kube-object.js';
import type { ObjectIndex } from '../objects/object-index.js';
import { fieldOf, memberOf, textOf } from '../rules/cel/values.js';
import type { CollectedFacts, TimeRange } from '../rules/collected-facts.js';
import type { RuleSet } from '../rules/rule-set.js';
import { EVENT_RESOURCES, readEvents } from '../rules/signals/cluster-events.js';
import { ObjectSubjects } from '../rules/signals/object-subjects.js';
import type { BundleContent } from './read-bundle.js';

/** What was read of a bundle as the facts that rules are evaluated on. */
export function factsOf(content: BundleContent, { facts, tables }: RuleSet, timeRange: TimeRange): CollectedFacts {
  const { objects, plan, streams, files, identity, collection } = content;
  const { products } = facts;
  const pathsOfProgram = new Map<string, string[]>();
  for (const stream of streams) {
    for (const program of stream.description.identity.programs) {
      const paths = pathsOfProgram.get(program) ?? [];
      pathsOfProgram.set(program, paths);
      paths.push(stream.description.path);
    }
  }
  const running = runningPrograms(objects, tables.programs);
  const allPods = hasAllPods(objects, collection);
  return {
    entities: tables.entities,
    objects,
    subjects: new ObjectSubjects(objects),
    events: readEvents(EVENT_RESOURCES.flatMap((resource) => [...objects.list(resource)])),
    collectorOf: (rule, signal) => plan.collectorOf(rule, signal),
    streamAt: (index) => {
      const stream = streams[index];
      if (stream === undefined) throw new RangeError(`no stream ${index}`);
      return stream;
    },
    programPods: running.pods,
    pathsOfPrograms: (programs) =>
      programs.includes('*')
        ? streams.map(({ description }) => description.path)
        : [...new Set(programs.flatMap((program) => pathsOfProgram.get(program) ?? []))],
    pathsWithoutPrograms: (programs) => {
      const isAbsent = (program: string): boolean =>
        !running.programs.has(program) &&
        ((allPods && tables.programs.runsOnlyInPods(program)) ||
          [...running.namespaces].some((namespace) => tables.programs.runsOnlyInPodsOf(program, namespace)));
      return !objects.isCut('Pod') && programs.every(isAbsent) ? objects.pathsOf('Pod') : undefined;
    },
    isUnreadable: (resource) => collection.unreadableList(resource) !== undefined,
    hasProduct: (product) => identity.products.some(({ name }) => name === product),
    pathsOfFiles: (globs) => {
      const matchers = globs.map(compilePathGlob);
      return [...files].flatMap(([file, paths]) => (matchers.some((matches) => matches(file)) ? paths : []));
    },
    hasNodeFiles: files.size > 0,
    timeRange,
    nodeOfPod: (pod) => textOf(memberOf(objects.get('Pod', pod)?.content, 'spec.nodeName')) || undefined,
    versionOf: (product) => (Object.hasOwn(products, product) ? products[product] : undefined),
  };
}

/** What pod lists say of programs. */
interface RunningPrograms {
  /** Programs that have a container. */
  readonly programs: ReadonlySet<string>;
  readonly namespaces: ReadonlySet<string>;
  /** Pods that have a container of some program: of a large cluster few. */
  readonly pods: readonly KubeObject[];
}

function runningPrograms(objects: ObjectIndex, table: ProgramTable): RunningPrograms {
  const programs = new Set<string>();
  const namespaces = new Set<string>();
  const pods: KubeObject[] = [];
  for (const pod of objects.list('Pod')) {
    namespaces.add(pod.namespace);
    let isKnown = false;
    for (const container of containersOf(pod)) {
      for (const id of table.idsFor({ namespace: pod.namespace, pod: pod.name, container })) {
        programs.add(id);
        isKnown = true;
      }
    }
    if (isKnown) pods.push(pod);
  }
  return { programs, namespaces, pods };
}

function containersOf({ content }: KubeObject): readonly string[] {
  const spec = fieldOf(content, 'spec');
  return ['containers', 'initContainers'].flatMap((field) => {
    const containers = fieldOf(spec, field);
    return Array.isArray(containers) ? containers.map((container) => textOf(fieldOf(container, 'name'))) : [];
  });
}
