/** The kinds of things a rule may be about (rules/entities.yaml). */
export type EntityTable = ReadonlyMap<string, EntityKind>;

export interface EntityKind {
  /** `Kind` or `Kind.group`. */
  readonly kind: string;
  /** Bound as `namespace/name`. */
  readonly namespaced: boolean;
  /** Its name means something only on one node: sda of two nodes are two things. */
  readonly perNode: boolean;
}
