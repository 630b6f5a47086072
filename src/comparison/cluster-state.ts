import { textAt } from '../bundle/kube-path.js';
import { WARNINGS, type Warning, type WarningCode } from '../errors/index.js';
import { type KubeObject, resourceOf } from '../model/kube-object.js';
import { referenceOf } from '../objects/object-index.js';
import type { ObjectObserver, ObservedFile } from '../pipeline/object-observer.js';
import { beingDeleted, comparedKind } from './compared-kinds.js';
import type { Fact } from './fact.js';
import { ownerFamily } from './family.js';
import { OwnTexts } from './own-texts.js';

/** What is kept of an object. */
export interface ObjectState {
  readonly namespace: string;
  readonly name: string;
  /** Empty when the bundle does not state it. */
  readonly uid: string;
  readonly path: string;
  readonly line: number;
  readonly facts: readonly Fact[];
  /** What makes such objects; set for kinds whose objects have names of chance. */
  readonly family?: string;
  /** Whom it belongs to: its family, else its owner. */
  readonly owner?: string;
}

/** A list of objects of one kind. */
interface Listing {
  readonly path: string;
  /** The namespaces whose list it is; undefined for the whole cluster. */
  readonly namespaces?: ReadonlySet<string>;
  readonly complete: boolean;
}

/** What a bundle can say about objects that it does not have. */
export type ListCoverage = 'complete' | 'incomplete' | 'no-list';

/** After these, files that the collector wrote may not have been read. */
const LOSES_FILES: ReadonlySet<WarningCode> = new Set([
  'archive-truncated',
  'archive-damaged',
  'limit-entries',
  'limit-bytes',
  'limit-ratio',
  'limit-depth',
]);

/** The compared objects of a bundle, reduced to what is compared. */
export class ClusterState {
  readonly #objects: ReadonlyMap<string, ReadonlyMap<string, ObjectState>>;
  readonly #listings: ReadonlyMap<string, readonly Listing[]>;
  /** Paths of lists of which something is missing. */
  readonly #damaged: ReadonlySet<string>;
  /** Whether files may be missing from the bundle. */
  readonly #isCut: boolean;

  constructor(
    objects: ReadonlyMap<string, ReadonlyMap<string, ObjectState>>,
    listings: ReadonlyMap<string, readonly Listing[]>,
    warnings: readonly Warning[],
  ) {
    this.#objects = objects;
    this.#listings = listings;
    this.#damaged = new Set(
      warnings.flatMap(({ code, path }) =>
        path !== undefined && (WARNINGS[code].partial || code === 'object-invalid') ? [path] : [],
      ),
    );
    this.#isCut = warnings.some(({ code }) => LOSES_FILES.has(code));
  }

  /** Objects of a kind by `namespace/name`. */
  of(resource: string): ReadonlyMap<string, ObjectState> {
    return this.#objects.get(resource) ?? new Map();
  }

  /** Kinds that the bundle has objects or lists of. */
  get resources(): readonly string[] {
    return [...new Set([...this.#objects.keys(), ...this.#listings.keys()])];
  }

  /** Whether an object of this kind and namespace (empty: none) would be here if the cluster had it. */
  coverage(resource: string, namespace: string): ListCoverage {
    const all = this.#listings.get(resource) ?? [];
    const listings = all.filter(({ namespaces }) => namespaces === undefined || namespaces.has(namespace));
    if (listings.length === 0) return this.#isGone(namespace) ? 'complete' : 'no-list';
    const isWhole = listings.every(({ path, complete }) => complete && !this.#damaged.has(path));
    // Several files for one namespace: a collector that writes each object to its own, of which the last ones may be lost.
    return isWhole && !(this.#isCut && listings.length > 1) ? 'complete' : 'incomplete';
  }

  /** True when the namespaces were listed and this is none of them: then nothing is in it either. */
  #isGone(namespace: string): boolean {
    if (namespace === '' || this.of('Namespace').has(namespace)) return false;
    return this.coverage('Namespace', '') === 'complete';
  }
}

/** Reduces the objects of a bundle while it is read, so that two bundles need not be held at once. */
export class ClusterStateBuilder implements ObjectObserver {
  readonly kinds: ReadonlySet<string>;
  readonly #objects = new Map<string, Map<string, ObjectState>>();
  readonly #listings = new Map<string, Listing[]>();
  readonly #texts = new OwnTexts();

  constructor(kinds: Iterable<string>) {
    this.kinds = new Set(kinds);
  }

  addFile({ path, namespace, listed, complete, objects }: ObservedFile): void {
    for (const resource of listed) {
      if (!this.kinds.has(resource)) continue;
      const stated = namespace === undefined ? namespacesOf(resource, objects) : [namespace];
      const listings = this.#listings.get(resource) ?? [];
      this.#listings.set(resource, listings);
      listings.push({
        path: this.#texts.own(path),
        ...(stated === undefined ? {} : { namespaces: new Set(stated.map((name) => this.#texts.own(name))) }),
        complete,
      });
    }
    for (const object of objects) this.#addObject(object);
  }

  #addObject(object: KubeObject): void {
    const resource = resourceOf(object.kind, object.group);
    if (!this.kinds.has(resource)) return;
    const objects = this.#objects.get(resource) ?? new Map<string, ObjectState>();
    this.#objects.set(resource, objects);
    objects.set(this.#texts.own(referenceOf(object)), this.#reduce(object, resource));
  }

  /** @param warnings of the bundle: what they tell of is missing from the lists */
  build(warnings: readonly Warning[]): ClusterState {
    return new ClusterState(this.#objects, this.#listings, warnings);
  }

  #reduce({ content, namespace, name, path, line }: KubeObject, resource: string): ObjectState {
    const { facts, family, remade } = comparedKind(resource);
    const own = (text: string): string => this.#texts.own(text);
    const uid = textAt(content, 'metadata', 'uid') ?? '';
    const made = textAt(content, 'metadata', 'creationTimestamp');
    const all = [...facts, beingDeleted].flatMap((read) => read(content));
    const familyName = family?.(content);
    const owner = familyName ?? ownerFamily(content);
    if (remade !== true && uid !== '') all.push(identityFact(uid, made));
    return {
      namespace: own(namespace),
      name: own(name),
      uid: own(uid),
      path: own(path),
      line,
      facts: all.map((fact) => this.#texts.ownFact(fact)),
      ...(familyName === undefined ? {} : { family: own(familyName) }),
      ...(owner === undefined ? {} : { owner: own(owner) }),
    };
  }
}

/**
 * The namespaces that a list without a stated one is of: `kubectl get pods -n web` and `kubectl get pods -A` write the same file, so one namespace
 * alone speaks for itself only.
 */
function namespacesOf(resource: string, objects: readonly KubeObject[]): readonly string[] | undefined {
  const found = new Set(
    objects.flatMap(({ kind, group, namespace }) => (resourceOf(kind, group) === resource ? [namespace] : [])),
  );
  return found.size === 1 && !found.has('') ? [...found] : undefined;
}

function identityFact(uid: string, made: string | undefined): Fact {
  return {
    field: 'metadata.uid',
    label: 'made anew',
    value: uid,
    topic: 'state',
    nature: 'identity',
    ...(made === undefined ? {} : { shown: made }),
  };
}
