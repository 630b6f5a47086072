/** How two things may be related, read from the first to the second, with the words for the way back. */
const RELATIONS = {
  'runs-on': 'hosts',
  'runs-in': 'runs',
  claims: 'claimed-by',
  'bound-to': 'bound-to',
  'backed-by': 'backs',
  'of-class': 'class-of',
  'engine-of': 'has-engine',
  'replica-of': 'has-replica',
  'connects-to': 'connected-from',
  'stored-on': 'stores',
  'disk-of': 'has-disk',
  'based-on': 'base-of',
  attaches: 'attached-by',
  'attached-to': 'has-attached',
  exports: 'exported-by',
  'instance-of': 'has-instance',
  migrates: 'migrated-by',
  'moves-from': 'left-by',
  'moves-to': 'entered-by',
  fills: 'filled-by',
  'copies-from': 'copied-by',
  selects: 'selected-by',
  'slice-of': 'has-slice',
  'routes-to': 'routed-from',
  calls: 'called-by',
  represents: 'represented-by',
  'bootstrapped-by': 'bootstraps',
  'provided-by': 'provides',
  'member-of': 'has-member',
  'plan-of': 'has-plan',
  'part-of': 'has-part',
  upgrades: 'upgraded-by',
  'works-on': 'worked-on-by',
  makes: 'made-by',
  'deployment-of': 'deployed-as',
  installs: 'installed-by',
  'owned-by': 'owns',
  presents: 'presented-as',
  mounts: 'mounted-by',
  'has-session-on': 'has-session-to',
  dropped: 'dropped-by',
} as const satisfies Readonly<Record<string, string>>;

/** Name of a relation, read from the thing that has it. */
export type Relation = keyof typeof RELATIONS;

/** The name of a relation read from its other end: `hosts` for `runs-on`. */
export function inverseOf(relation: Relation): string {
  return RELATIONS[relation];
}
