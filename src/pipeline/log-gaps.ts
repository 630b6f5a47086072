import type { ProgramTable } from '../bundle/index.js';
import type { LogGap } from '../diagnosis/unexplained.js';
import type { KubeObject } from '../model/kube-object.js';
import { fieldOf, isMap, memberOf, textOf } from '../rules/cel/values.js';
import type { CollectedFacts } from '../rules/collected-facts.js';
import type { BundleContent } from './read-bundle.js';

/**
 * Finds logs that must exist and are not in the bundle: of pods that run on a node, and of nodes that gave no log of their own while
 * others did.
 * @returns a function from programs to the nodes of which their logs are missing; nothing is looked at before it is called.
 */
export function logGaps(
  content: BundleContent,
  facts: CollectedFacts,
  table: ProgramTable,
): (programs: readonly string[]) => readonly LogGap[] {
  let gaps: readonly LogGap[] | undefined;
  return (programs) => {
    gaps ??= [...gapsOfPods(facts.programPods, content, table), ...gapsOfNodes(content)].filter(
      ({ program }) => facts.pathsOfPrograms([program]).length > 0,
    );
    return gaps.filter(({ program }) => programs.includes(program));
  };
}

/** Containers that run, in pods whose logs were not collected. */
function gapsOfPods(pods: readonly KubeObject[], { streams }: BundleContent, table: ProgramTable): readonly LogGap[] {
  const logged = new Set(
    streams.flatMap(({ description: { identity } }) =>
      identity.pod === undefined ? [] : [podKey(identity.namespace ?? '', identity.pod)],
    ),
  );
  return pods.flatMap((pod): readonly LogGap[] => {
    const node = textOf(memberOf(pod.content, 'spec.nodeName'));
    if (node === '' || logged.has(podKey(pod.namespace, pod.name))) return [];
    return runningContainers(pod)
      .flatMap((container) => table.idsFor({ namespace: pod.namespace, pod: pod.name, container }))
      .map((program) => ({ program, node }));
  });
}

/** Programs that wrote to a log of every node that gave any, for the nodes that gave none. */
function gapsOfNodes({ streams, identity }: BundleContent): readonly LogGap[] {
  const programsOf = new Map<string, Set<string>>();
  for (const { description } of streams) {
    const { node, pod, programs } = description.identity;
    if (node === undefined || pod !== undefined) continue;
    const known = programsOf.get(node) ?? new Set<string>();
    programsOf.set(node, known);
    for (const program of programs) known.add(program);
  }
  const [first, ...others] = [...programsOf.values()];
  if (first === undefined) return [];
  const everywhere = [...first].filter((program) => others.every((programs) => programs.has(program)));
  return identity.nodes
    .filter(({ name }) => !programsOf.has(name))
    .flatMap(({ name }) => everywhere.map((program) => ({ program, node: name })));
}

function runningContainers({ content }: KubeObject): readonly string[] {
  const statuses = memberOf(content, 'status.containerStatuses');
  if (!Array.isArray(statuses)) return [];
  return statuses
    .filter((status) => isMap(memberOf(status, 'state.running')))
    .map((status) => textOf(fieldOf(status, 'name')));
}

function podKey(namespace: string, pod: string): string {
  return `${namespace}/${pod}`;
}
