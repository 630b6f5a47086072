import type { ComparisonMessages } from './comparison-messages.js';

const plural = (n: string, one: string, many: string): string => `${n} ${n === '1' ? one : many}`;

/** English headings and fixed sentences of a comparison. */
export const comparisonEn: ComparisonMessages = {
  side: { old: 'Old', new: 'New' },
  takenUnknown: 'the bundle does not say when',
  later: (span) => `${span} later`,
  sameTime: 'at the same time',
  swapped: (span) =>
    `The bundle given as old was taken ${span} after the one given as new. What is said to have broken was mended, and the other way round; ` +
    'give them in the other order.',
  cluster: 'Cluster',
  sameCluster: (sign) => `the same, by ${sign}`,
  otherCluster: 'NOT THE SAME',
  unknownCluster: 'the bundles do not say whether it is the same',
  differs: (sign, old, current) => `${sign}: ${old} in the old bundle, ${current} in the new one.`,
  nothingInCommon:
    'The bundles do not seem to be of the same cluster, so that nearly everything differs. Compare bundles of one cluster.',
  doubtful: 'The bundles may not be of the same cluster.',
  products: 'Products',
  asBefore: 'as before',
  othersAsBefore: (n) => plural(n, 'other as before', 'others as before'),
  upgrade: 'Upgrade',
  wasAndIs: (old, current) => `was ${old}; is ${current}`,
  nodes: 'Nodes',
  only: 'Only',
  cameNodes: (names) => `came: ${names}`,
  wentNodes: (names) => `went: ${names}`,
  none: 'none',
  warning: 'WARNING',
  inShort: 'IN SHORT',
  counted: {
    broke: (n) => `${n} broke`,
    mended: (n) => `${n} mended`,
    went: (n) => `${n} went`,
    came: (n) => `${n} came`,
    replaced: (n) => `${n} replaced by others like them`,
    state: (n) => `${n} in another state`,
    version: (n) => `${n} in another version`,
    setting: (n) => `${n} set otherwise`,
  },
  countedFindings: {
    new: (n) => `${n} new`,
    gone: (n) => `${n} gone`,
    persists: (n) => `${n} in both`,
    unjudged: (n) => `${n} that the other bundle cannot tell`,
  },
  countedRoots: (n) => plural(n, 'a root cause', 'root causes').replace(/^1 /, ''),
  objectsPart: (parts) => `Objects: ${parts}.`,
  findingsPart: (parts) => `Findings: ${parts}.`,
  findings: {
    new: (n) => `NEW FINDINGS (${n})`,
    gone: (n) => `FINDINGS THAT ARE GONE (${n})`,
    persists: (n) => `FINDINGS IN BOTH (${n})`,
    unjudged: (n) => `FINDINGS THAT ONE BUNDLE CANNOT TELL (${n})`,
  },
  effects: {
    broke: (n) => `WHAT BROKE (${n})`,
    mended: (n) => `WHAT MENDED (${n})`,
    went: (n) => `WHAT WENT (${n})`,
    came: (n) => `WHAT CAME (${n})`,
    replaced: (n) => `REPLACED BY OTHERS LIKE THEM (${n})`,
    state: (n) => `IN ANOTHER STATE (${n})`,
    version: (n) => `IN ANOTHER VERSION (${n})`,
    setting: (n) => `SET OTHERWISE (${n})`,
  },
  rootCause: 'root cause',
  alsoOn: (names) => `also ${names}`,
  unjudgedIn: {
    old: (missing) => `not judged in the old bundle: ${missing}`,
    new: (missing) => `not judged in the new bundle: ${missing}`,
  },
  severityBecame: (old, current) => `severity ${old} → ${current}`,
  confidenceBecame: (old, current) => `confidence ${old} → ${current}`,
  rootBecame: 'now a root cause',
  rootNoMore: 'no root cause any more',
  thatCame: (name) => `${name}, which came`,
  thatWent: (name) => `${name}, which went`,
  andOtherValues: (n) => `and ${plural(n, 'other change', 'other changes')} of it`,
  images: 'images',
  replacedBy: (name, successor) => `${name}, replaced by ${successor}`,
  ofOwner: (owner) => `of ${owner}`,
  withObjects: (n) => `with ${plural(n, 'dependent object', 'dependent objects')}`,
  notCompared: (n) => `NOT COMPARED (${plural(n, 'object', 'objects')})`,
  noList: { old: 'no list of them in the old bundle', new: 'no list of them in the new bundle' },
  incomplete: {
    old: 'their list in the old bundle is damaged or cut',
    new: 'their list in the new bundle is damaged or cut',
  },
  inNamespaces: (names) => `in ${names}`,
  moreGroups: (groups, objects) =>
    `and ${plural(groups, 'more such line', 'more such lines')} (${plural(objects, 'object', 'objects')}); --all shows them`,
  moreFindings: (n) => `and ${n} more; --all shows them`,
  noDifferences: 'NO DIFFERENCES',
  noDifferencesMeans:
    'Nothing that is compared differs: no object came, went or changed its state, version or setting, and both bundles have the same findings.',
  compared: (unchanged, kinds) =>
    `${plural(unchanged, 'object is', 'objects are')} unchanged${kinds === undefined ? '' : ` of the kinds ${kinds}`}.`,
  warnings: (old, current) =>
    `Warnings: ${old} on the old bundle, ${current} on the new one; bundlescope analyze shows them.`,
  what: 'What',
};
