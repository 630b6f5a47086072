import { BundlescopeError } from '../errors/index.js';
import type { Finding, Report } from '../model/report.js';
import { entityLabel } from '../report/finding-group.js';
import { didYouMean } from '../rules/did-you-mean.js';

/** Findings that a message names. */
const MAX_NAMED = 5;

/** A finding and the report that it is of. */
export interface SelectedFinding {
  readonly report: Report;
  readonly finding: Finding;
}

/**
 * The finding that a user means: by its id `rule#n`, or by its rule when that has only one.
 * @param reports of one bundle or several
 * @param where what the reports are of, for the message
 * @throws BundlescopeError `usage` when there is none, or more than one
 */
export function selectFinding(wanted: string, reports: readonly Report[], where: string): SelectedFinding {
  const all = reports.flatMap((report) => report.findings.map((finding) => ({ report, finding })));
  const byId = all.filter(({ finding }) => finding.id === wanted);
  const found = byId.length > 0 ? byId : all.filter(({ finding }) => finding.rule === wanted);
  const [first] = found;
  if (first === undefined) throw new BundlescopeError('usage', notFound(wanted, all, where));
  if (found.length === 1) return first;
  const named = found.slice(0, MAX_NAMED).map(({ report, finding }) => {
    const bundle = reports.length > 1 ? `, ${report.bundle.name}` : '';
    return `${finding.id} (${entityLabel(finding.entity)}${bundle})`;
  });
  const more = found.length > named.length ? `, and ${found.length - named.length} more` : '';
  throw new BundlescopeError(
    'usage',
    `${wanted}: there are ${found.length} of them; give one: ${named.join(', ')}${more}`,
  );
}

function notFound(wanted: string, all: readonly SelectedFinding[], where: string): string {
  const known = new Set(all.flatMap(({ finding }) => [finding.id, finding.rule]));
  const rule = wanted.replace(/#\d+$/, '');
  const ofRule = all.filter(({ finding }) => finding.rule === rule).length;
  const wayOut =
    ofRule > 0
      ? `; the rule has ${ofRule === 1 ? `only ${rule}#1` : `${rule}#1 to #${ofRule}`}`
      : didYouMean(wanted, known) ||
        `; to see why the rule found nothing: bundlescope explain ${rule} ${where.endsWith('.json') ? '<bundle>' : where}`;
  return `${where} has no finding ${JSON.stringify(wanted)}${wayOut}`;
}
