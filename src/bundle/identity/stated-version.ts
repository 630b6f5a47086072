// The package as a whole is ten times as many files.
import coerce from 'semver/functions/coerce.js';
import compareLoose from 'semver/functions/compare-loose.js';
import valid from 'semver/functions/valid.js';

/** A version and where it is stated. */
export interface StatedVersion {
  readonly version: string;
  /** For people: `Setting.harvesterhci.io server-version`. */
  readonly from: string;
}

/** What packagers append to an upstream version: `-build20211118`, `-k3s3`, `-rancher1`, `-hardened2`, SUSE's `-8.4.3` and `-150500.8.12.1`. */
const PACKAGING = /-(?:build\d+|k3s\d+|rke2r?\d+|rancher\d+|hardened\d+|\d+(?:\.\d+)+)$/;

/**
 * Takes off what a packager appended. Semver would read `v3.4.13-build20211118` as a version before 3.4.13.
 * Pre-releases (`-rc1`) and build metadata (`+rke2r1`) stay.
 */
export function withoutPackaging(version: string): string {
  const shorter = version.replace(PACKAGING, '');
  return shorter === version ? version : withoutPackaging(shorter);
}

/** True for texts that are a version, not a branch or commit name such as `master-head` or `1a861fc-dirty`. */
export function isVersion(text: string): boolean {
  return /^v?\d+\.\d+/.test(text);
}

/** The lowest of several versions; those that cannot be compared come last. */
export function lowestVersion(versions: Iterable<string>): string | undefined {
  return [...versions].sort(compareVersions)[0];
}

function compareVersions(a: string, b: string): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (left === undefined || right === undefined) return Number(left === undefined) - Number(right === undefined);
  return compareLoose(left, right);
}

/** Kernels and images have more than three numbers; the first three decide. */
function comparable(version: string): string | undefined {
  return valid(version, { loose: true }) ?? coerce(version, { includePrerelease: true })?.version ?? undefined;
}

/**
 * The most trusted statement: the first that is a version, else the first at all (a development build states a commit).
 * @param candidates by falling trust
 */
export function mostTrusted(candidates: readonly (StatedVersion | undefined)[]): StatedVersion | undefined {
  const stated = candidates.filter((candidate) => candidate !== undefined);
  return stated.find(({ version }) => isVersion(version)) ?? stated[0];
}
