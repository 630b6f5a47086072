import type { SemVer } from 'semver';
import coerce from 'semver/functions/coerce.js';
import compareBuild from 'semver/functions/compare-build.js';
import parse from 'semver/functions/parse.js';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';

/**
 * A version as programs state it (`v1.4.1`, `v1.21.7+rke2r1`, `v1.2-head`, `1.4`), or undefined for what is none (`master-head`).
 */
export function parseVersion(text: string): SemVer | undefined {
  return parse(text.trim(), { loose: true }) ?? coerce(text) ?? undefined;
}

/**
 * Whether a version lies in a node-semver range. A release candidate counts as before its release, so `v1.2.0-rc3` lies in `<1.2.0`:
 * it does not have everything the release fixed.
 * @returns undefined when the text states no version.
 */
export function versionInRange(version: string, range: string): boolean | undefined {
  const parsed = parseVersion(version);
  return parsed === undefined ? undefined : satisfies(parsed, wholeVersions(range), { includePrerelease: true });
}

/** `<1.6` as `<1.6.0`: node-semver reads the short form as `<1.6.0-0`, which puts the candidates of 1.6.0 on the side of the release. */
function wholeVersions(range: string): string {
  return range.replace(/(<|>=)\s*v?(\d+)(\.\d+)?(?=\s|\||$)/g, (_, operator: string, major: string, minor = '.0') => {
    return `${operator}${major}${minor}.0`;
  });
}

/** -1, 0 or 1 as `a` is older than, equal to or newer than `b`; build suffixes (`+rke2r2`) count. Undefined when one is no version. */
export function compareVersions(a: string, b: string): -1 | 0 | 1 | undefined {
  const left = parseVersion(a);
  const right = parseVersion(b);
  return left === undefined || right === undefined ? undefined : compareBuild(left, right, true);
}

/** True when node-semver can read the range. */
export function isVersionRange(range: string): boolean {
  return validRange(range, { includePrerelease: true }) !== null;
}
