import { resourceOf } from '../model/kube-object.js';

/** What rules/kinds.yaml says: plural and scope by `Kind` or `Kind.group`. */
export type KindSpecs = Readonly<Record<string, { readonly plural: string; readonly namespaced: boolean }>>;

/** A kind of API object. */
export interface KindInfo {
  /** `Kind` or `Kind.group`. */
  readonly resource: string;
  readonly kind: string;
  /** Empty for the core group. */
  readonly group: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The table of kinds (rules/kinds.yaml): kinds as rules name them, and plurals as paths name them. */
export class KindTable {
  readonly #byResource = new Map<string, KindInfo>();
  readonly #byPlural = new Map<string, KindInfo>();
  readonly #byPluralAlone = new Map<string, readonly KindInfo[]>();

  constructor(kinds: KindSpecs) {
    for (const [resource, { plural, namespaced }] of Object.entries(kinds)) {
      const [kind = resource] = resource.split('.', 1);
      const info: KindInfo = { resource, kind, group: resource.slice(kind.length + 1), plural, namespaced };
      this.#byResource.set(resource, info);
      this.#byPlural.set(resourceOf(plural, info.group), info);
      this.#byPluralAlone.set(plural, [...(this.#byPluralAlone.get(plural) ?? []), info]);
    }
  }

  /** All kinds, in the order of the file. */
  get resources(): readonly string[] {
    return [...this.#byResource.keys()];
  }

  has(resource: string): boolean {
    return this.#byResource.has(resource);
  }

  /** Plural and scope of a kind named `Kind` or `Kind.group`. */
  info(resource: string): KindInfo | undefined {
    return this.#byResource.get(resource);
  }

  /** The kind of a plural in a group (empty for core); undefined when the table does not have it. */
  byPlural(group: string, plural: string): string | undefined {
    return this.#byPlural.get(resourceOf(plural, group))?.resource;
  }

  /**
   * The kind of a plural whose group is not stated: the core one, else Kubernetes' own, else the only one there is.
   * `nodes` is `Node`, `ingresses` is `Ingress.networking.k8s.io`; undefined when that does not decide.
   */
  byPluralAlone(plural: string): string | undefined {
    const all = this.#byPluralAlone.get(plural) ?? [];
    const core = all.find(({ group }) => group === '');
    if (core !== undefined) return core.resource;
    const builtIn = all.find(({ group }) => BUILT_IN_GROUPS.has(group));
    return (builtIn ?? (all.length === 1 ? all[0] : undefined))?.resource;
  }
}

/** Groups that `kubectl get <plural>` prefers, as the API server lists them before custom ones. */
const BUILT_IN_GROUPS = new Set([
  'apps',
  'batch',
  'autoscaling',
  'policy',
  'networking.k8s.io',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
]);
