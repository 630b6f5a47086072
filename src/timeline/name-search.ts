import type { LogRecord } from '../logs/log-record.js';
import type { WantedLiterals } from '../logs/matcher/matcher.js';
import type { LogStreamIdentity } from '../model/log-stream.js';
import type { RelatedThings } from './related-things.js';
import { isNamedIn, type SearchName } from './search-name.js';

/** Words of a line in a pod's own log that tell how it went, though it does not name the pod. */
const POD_WORDS = [
  'rror',
  'ERROR',
  'ail',
  'FAIL',
  'arning',
  'anic',
  'fatal',
  'FATAL',
  'imed out',
  'imeout',
  'refused',
  'denied',
  'vict',
  'ordon',
  'Waiting',
  'waiting',
  'Started',
  'Stopp',
  'hutdown',
  'hutting down',
  'igrat',
  'aused',
  'esume',
] as const;

/** Words of a line in a host's own log that tell that it went down or came up, or what forced it. */
const HOST_WORDS = [
  'Linux version ',
  'reboot: ',
  'Kernel panic',
  'Out of memory: Kill',
  'Power key pressed',
  'System is rebooting',
  'Reached target Shutdown',
  'Starting Rancher Kubernetes Engine',
  'Started Rancher Kubernetes Engine',
  'Stopping Rancher Kubernetes Engine',
  'soft lockup',
  'Clock change',
  'System clock w',
] as const;

/** Which lines of which logs tell of a thing: the literals to scan for, and the check of a line that has one. */
export class NameSearch {
  /** What the matcher is built from; a literal's place here is its number. */
  readonly literals: readonly string[];
  readonly #names: readonly SearchName[];
  readonly #pods: ReadonlySet<string>;
  readonly #nodes: ReadonlySet<string>;
  readonly #wantedAnywhere: ReadonlyMap<number, true>;
  readonly #wantedOfPods: ReadonlyMap<number, true>;
  readonly #wantedOfHosts: ReadonlyMap<number, true>;

  constructor({ names, pods, nodes }: Pick<RelatedThings, 'names' | 'pods' | 'nodes'>) {
    this.#names = names;
    this.#pods = pods;
    this.#nodes = nodes;
    this.literals = [...names.map(({ text }) => text), ...POD_WORDS, ...HOST_WORDS];
    const numbers = this.literals.map((_, index) => index);
    const podWords = names.length;
    const hostWords = podWords + POD_WORDS.length;
    const chosen = (...parts: readonly (readonly number[])[]): ReadonlyMap<number, true> =>
      new Map(parts.flat().map((number) => [number, true]));
    const named = numbers.slice(0, podWords);
    this.#wantedAnywhere = chosen(named);
    this.#wantedOfPods = chosen(named, numbers.slice(podWords, hostWords));
    this.#wantedOfHosts = chosen(named, numbers.slice(hostWords));
  }

  /** The literals to look for in a log. */
  wantedIn(stream: LogStreamIdentity): WantedLiterals {
    if (this.#isOwnPod(stream)) return this.#wantedOfPods;
    return this.#isOwnHost(stream) ? this.#wantedOfHosts : this.#wantedAnywhere;
  }

  /** Whether a line in which literals were found tells of the thing. @param literals numbers of what was found */
  tells(record: LogRecord, literals: readonly number[], stream: LogStreamIdentity): boolean {
    // A word of a pod's or a host's own log is looked for only there.
    if (literals.some((number) => number >= this.#names.length)) return true;
    const namespace = stream.namespace ?? '';
    return literals.some((number) => {
      const name = this.#names[number];
      if (name === undefined) return false;
      return isNamedIn(record.text, name, namespace) || isNamedIn(record.instance ?? '', name, namespace);
    });
  }

  #isOwnPod({ namespace, pod }: LogStreamIdentity): boolean {
    return pod !== undefined && this.#pods.has(`${namespace ?? ''}/${pod}`);
  }

  #isOwnHost({ node, pod }: LogStreamIdentity): boolean {
    return pod === undefined && node !== undefined && this.#nodes.has(node);
  }
}
