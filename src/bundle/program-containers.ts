import { compileGlob, type GlobMatcher } from './glob.js';

/** What is known about a stream of log lines when its program is looked up. What is absent is not known. */
export interface StreamAttributes {
  readonly namespace?: string;
  readonly pod?: string;
  readonly container?: string;
  /** Name of a log of a node: a journald unit, or a file's name without directory, rotation and extension. */
  readonly nodeLog?: string;
  /** Path on the node, or name of a file of the bundle itself. */
  readonly file?: string;
}

/** One glob or several. */
type Globs = string | readonly string[];

/** Which containers a program runs in; what is not stated may be anything. `static`: the rest of the pod's name is its node. */
export interface ContainerSpec {
  readonly namespace?: Globs | undefined;
  readonly pod?: Globs | undefined;
  readonly container?: Globs | undefined;
  readonly static?: true | undefined;
}

/**
 * What controllers append to the name of a pod: hashes of ReplicaSets and five random characters (without vowels, so that hardly a word is
 * one), a number of StatefulSets, and the hexadecimal ids of Longhorn's instance managers (`e-5708ef52`).
 */
const APPENDED =
  /^(?:(?:[bcdfghjklmnpqrstvwxz2456789]{1,10}-)?[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,3}|(?:[er]-)?[0-9a-f]{8}|[0-9a-f]{32})$/;
/** What a pod's name ends with that a controller made. */
const LIKE_A_POD = /-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,3})$/;
/** What people append to the name of a program when they save something else of it than the log of its pod on a node. */
const NO_NODE =
  /^(?:access|all|audit|backup|config|current|debug|errors?|events?|full|health|last|logs?|manifest|metrics|new|old|output|pod|pods|previous|restart|restore|snapshot|startup|status|std(?:err|out)|trace)(?:[._-]|$)/;

/** Asks whether a stream is that of a container. */
export interface ContainerMatcher {
  readonly matches: (stream: StreamAttributes) => boolean;
  /** The same for a pod of which only the name is known; see `ProgramTable.idsForName`. */
  readonly isNamed: (stream: StreamAttributes) => boolean;
  /** Whether it may have this name in the namespace; any name when none is given. */
  readonly mayRunIn: (namespace: string, container: string | undefined) => boolean;
}

/** The name of a pod without what controllers append. */
export function baseName(pod: string): string {
  const dashes = [...pod.matchAll(/-/g)].map(({ index }) => index);
  const end = dashes.find((index) => APPENDED.test(pod.slice(index + 1)));
  return pod.slice(0, end);
}

/**
 * Some layouts state no namespace (old Longhorn bundles) or no container (logs of all containers of a pod): what is not
 * stated excludes nothing, as long as something that is stated matches.
 */
export function compileContainer(spec: ContainerSpec): ContainerMatcher {
  const namespace = compileGlobs(spec.namespace);
  const pod = compileGlobs(spec.pod);
  const container = compileGlobs(spec.container);
  const isOf = (name: string): boolean => namespace === undefined || matchesAny(namespace, name);
  const mayBe = (name: string): boolean => container === undefined || matchesAny(container, name);
  const matches = (stream: StreamAttributes): boolean => {
    if (stream.pod === undefined && stream.container === undefined) return false;
    if (stream.namespace !== undefined && !isOf(stream.namespace)) return false;
    if (pod && !matchesAny(pod, stream.pod)) return false;
    if (container) return stream.container === undefined ? pod !== undefined : matchesAny(container, stream.container);
    return pod !== undefined || stream.namespace !== undefined;
  };
  const appended = (name: string): boolean => {
    const prefixes = [spec.pod ?? []].flat().filter((glob) => /^[^*?]+-\*$/.test(glob));
    const rest = prefixes
      .filter((glob) => name.startsWith(glob.slice(0, -1)))
      .map((glob) => name.slice(glob.length - 1));
    return rest.some((text) => (spec.static ? text !== '' && !NO_NODE.test(text) : APPENDED.test(text)));
  };
  const isNamed = (stream: StreamAttributes): boolean => {
    if (stream.pod === undefined || !matches(stream)) return false;
    if (stream.container === undefined || container === undefined) return appended(stream.pod);
    return pod !== undefined || LIKE_A_POD.test(stream.pod);
  };
  const mayRunIn = (name: string, named: string | undefined): boolean =>
    isOf(name) && (named === undefined || mayBe(named));
  return { matches, mayRunIn, isNamed };
}

/** The namespace in which all containers run; undefined when they may run in several. */
export function homeOf(containers: readonly ContainerSpec[]): string | undefined {
  const namespaces = new Set(containers.flatMap(({ namespace }) => namespace ?? ['*']));
  const [only] = namespaces;
  return namespaces.size === 1 && only?.includes('*') === false ? only : undefined;
}

export function compileGlobs(globs: Globs | undefined): readonly GlobMatcher[] | undefined {
  if (globs === undefined) return undefined;
  return (typeof globs === 'string' ? [globs] : globs).map(compileGlob);
}

/** Whether one of the globs matches; never what is not known. */
export function matchesAny(globs: readonly GlobMatcher[], text: string | undefined): boolean {
  return text !== undefined && globs.some((matches) => matches(text));
}
