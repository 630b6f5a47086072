import { compileGlob, compilePathGlob } from './glob.js';
import {
  baseName,
  type ContainerSpec,
  compileContainer,
  compileGlobs,
  homeOf,
  matchesAny,
  type StreamAttributes,
} from './program-containers.js';

/** What rules/programs.yaml says of one program. */
export interface ProgramSpec {
  readonly title: string;
  readonly containers?: readonly ContainerSpec[] | undefined;
  readonly 'node-logs'?: readonly string[] | undefined;
  readonly files?: readonly string[] | undefined;
  /** Globs of the tags that journald and syslog put before its lines. */
  readonly tags?: readonly string[] | undefined;
}

/** What rules/programs.yaml says, by program id. */
export type ProgramSpecs = Readonly<Record<string, ProgramSpec>>;

interface CompiledProgram {
  readonly id: string;
  readonly title: string;
  readonly tags: readonly string[] | undefined;
  readonly matches: (stream: StreamAttributes) => boolean;
  /** The same for a pod of which only the name is known; see {@link ProgramTable.idsForName}. */
  readonly isNamed: (stream: StreamAttributes) => boolean;
  /** The namespace in which all its containers run. */
  readonly home: string | undefined;
  /** Whether it may have containers of this name in the namespace; of any name when none is given. */
  readonly mayRunIn: (namespace: string, container: string | undefined) => boolean;
  /** Pod name prefixes of static pods: the rest of the name is the node. */
  readonly staticPods: readonly string[];
  /** It writes to no log of a node and to no file, so that without its pods there is nothing of it. */
  readonly onlyInPods: boolean;
  readonly onlyOnNodes: boolean;
  readonly runsIn: (namespace: string) => boolean;
}

/** A bundle has few names of containers; one that is made to have a million must not fill the memory. */
const MAX_PLACES = 1000;

/** The table of programs (rules/programs.yaml): which program writes which stream. */
export class ProgramTable {
  readonly #programs: ReadonlyMap<string, CompiledProgram>;
  /** Those to ask about a container, by its namespace and name: most programs run in one namespace or have a name of their own. */
  readonly #byPlace = new Map<string, readonly CompiledProgram[]>();
  readonly #withStaticPods: readonly CompiledProgram[];

  constructor(programs: ProgramSpecs) {
    this.#programs = new Map(Object.entries(programs).map(([id, spec]) => [id, compileProgram(id, spec)]));
    this.#withStaticPods = [...this.#programs.values()].filter(({ staticPods }) => staticPods.length > 0);
  }

  /** All program ids, in the order of the file. */
  get ids(): readonly string[] {
    return [...this.#programs.keys()];
  }

  has(id: string): boolean {
    return this.#programs.has(id);
  }

  /** What the program is, in a few words. */
  title(id: string): string | undefined {
    return this.#programs.get(id)?.title;
  }

  /** The programs that write to a stream, in the order of the file; none when it is not known. */
  idsFor(stream: StreamAttributes): readonly string[] {
    return this.#candidates(stream)
      .filter((program) => program.matches(stream))
      .map((program) => program.id);
  }

  /** The tags of those of the programs of which they are known; undefined when one program writes alone, or none is known. */
  tagsOf(ids: readonly string[]): Readonly<Record<string, readonly string[]>> | undefined {
    if (ids.length < 2) return undefined;
    const known = ids.flatMap((id): [string, readonly string[]][] => {
      const tags = this.#programs.get(id)?.tags;
      return tags === undefined ? [] : [[id, tags]];
    });
    return known.length === 0 ? undefined : Object.fromEntries(known);
  }

  /**
   * The programs of a pod of which only the name is known, and perhaps the container; none when more than one could be meant. Of several containers
   * that is meant which has the name of the pod (`rancher`, not its sidecar). Where a glob of a
   * program has `*`, only what controllers append may stand (`rancher-*` has no claim to `rancher-monitoring-0`), unless the container
   * is named; behind the name of a static pod a node.
   */
  idsForName(stream: StreamAttributes): readonly string[] {
    const programs = [...this.#programs.values()].filter((program) => program.isNamed(stream));
    if (programs.length < 2 || stream.container !== undefined) return programs.map(({ id }) => id);
    const main = programs.filter((program) => program.matches({ ...stream, container: baseName(stream.pod ?? '') }));
    return main.length === 1 ? main.map(({ id }) => id) : [];
  }

  /** The namespace in which all containers of the program run; undefined when they may run in several. */
  homeOf(id: string): string | undefined {
    return this.#programs.get(id)?.home;
  }

  #candidates({ namespace, container, nodeLog, file }: StreamAttributes): readonly CompiledProgram[] {
    if (namespace === undefined || nodeLog !== undefined || file !== undefined) return [...this.#programs.values()];
    const place = `${namespace}/${container ?? ''}`;
    const known = this.#byPlace.get(place);
    if (known !== undefined) return known;
    const inNamespace = container === undefined ? [...this.#programs.values()] : this.#candidates({ namespace });
    const candidates = inNamespace.filter((program) => program.mayRunIn(namespace, container));
    if (this.#byPlace.size >= MAX_PLACES) this.#byPlace.clear();
    this.#byPlace.set(place, candidates);
    return candidates;
  }

  /** Whether the program runs in pods of this namespace and nowhere else: then a pod list without them says that it does not run. */
  runsOnlyInPodsOf(id: string, namespace: string): boolean {
    const program = this.#programs.get(id);
    return program?.onlyInPods === true && program.runsIn(namespace);
  }

  /** Whether the program writes to logs and files of nodes only, never to the log of a container. */
  writesOnlyOnNodes(id: string): boolean {
    return this.#programs.get(id)?.onlyOnNodes === true;
  }

  /** Whether the program runs in pods and writes nowhere else. */
  runsOnlyInPods(id: string): boolean {
    return this.#programs.get(id)?.onlyInPods === true;
  }

  /** The node of a static pod, which its name states (`etcd-node1`); undefined for other pods. */
  nodeOfStaticPod(stream: StreamAttributes): string | undefined {
    const { pod } = stream;
    if (pod === undefined) return undefined;
    for (const program of this.#withStaticPods) {
      const prefix = program.staticPods.find((name) => pod.startsWith(name));
      if (prefix !== undefined && pod.length > prefix.length && program.matches(stream))
        return pod.slice(prefix.length);
    }
    return undefined;
  }
}

function compileProgram(id: string, spec: ProgramSpec): CompiledProgram {
  const containers = (spec.containers ?? []).map(compileContainer);
  const nodeLogs = (spec['node-logs'] ?? []).map(compileGlob);
  const files = (spec.files ?? []).map(compilePathGlob);
  return {
    id,
    title: spec.title,
    tags: spec.tags,
    matches: (stream) =>
      containers.some(({ matches }) => matches(stream)) ||
      matchesAny(nodeLogs, stream.nodeLog) ||
      matchesAny(files, stream.file),
    isNamed: (stream) => containers.some(({ isNamed }) => isNamed(stream)),
    home: homeOf(spec.containers ?? []),
    mayRunIn: (namespace, container) => containers.some(({ mayRunIn }) => mayRunIn(namespace, container)),
    onlyInPods: nodeLogs.length === 0 && files.length === 0,
    onlyOnNodes: containers.length === 0,
    runsIn: (namespace) =>
      (spec.containers ?? []).every((container) => matchesAny(compileGlobs(container.namespace) ?? [], namespace)),
    staticPods: (spec.containers ?? []).flatMap(({ pod, static: isStatic }) =>
      isStatic && typeof pod === 'string' ? [pod.slice(0, -1)] : [],
    ),
  };
}
