import semver from 'semver';

/**
 * A version as programs state it (`v1.4.1`, `v1.21.7+rke2r1`, `v1.2-head`, `1.4`), or undefined for what is none (`master-head`).
 */
export function parseVersion(text: string): semver.SemVer | undefined {
  return semver.parse(text.trim(), { loose: true }) ?? semver.coerce(text) ?? undefined;
}

/**
 * Whether a version lies in a node-semver range. A release candidate counts as before its release, so `v1.2.0-rc3` lies in `<1.2.0`:
 * it does not have everything the release fixed.
 * @returns undefined when the text states no version.
 */
export function versionInRange(version: string, range: string): boolean | undefined {
  const parsed = parseVersion(version);
  return parsed === undefined ? undefined : semver.satisfies(parsed, range, { includePrerelease: true });
}

/** -1, 0 or 1 as `a` is older than, equal to or newer than `b`; build suffixes (`+rke2r2`) count. Undefined when one is no version. */
export function compareVersions(a: string, b: string): -1 | 0 | 1 | undefined {
  const left = parseVersion(a);
  const right = parseVersion(b);
  return left === undefined || right === undefined ? undefined : semver.compareBuild(left, right, true);
}

/** True when node-semver can read the range. */
export function isVersionRange(range: string): boolean {
  return semver.validRange(range, { includePrerelease: true }) !== null;
}
