/** Names that collectors give to the one directory in their archive. */
const collectorDirectory =
  /^(supportbundle|support-bundle|longhorn-support-bundle|sosreport|must-gather|crust-gather|cluster-dump)/i;

/**
 * The directory that all paths begin with and that need not be repeated; empty when there is none.
 * @param bundle name of the bundle, after which its archive's directory may be called
 */
export function topDirectory(paths: readonly string[], bundle: string): string {
  const top = paths[0]?.split('/', 1)[0] ?? '';
  const isTop = top !== '' && (collectorDirectory.test(top) || bundle.startsWith(top));
  return isTop && paths.every((path) => path.startsWith(`${top}/`)) ? top : '';
}
