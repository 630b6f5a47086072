import { ExitStatus, WARNINGS, type Warning } from '../errors/index.js';
import type { Finding, Report, Severity } from '../model/report.js';

/**
 * Exit status after a defect of the program: EX_SOFTWARE of BSD's sysexits.h. It is none of the contract's, so that no script takes it for a
 * statement about a bundle.
 */
export const DEFECT_STATUS = 70;

/** Every status the program can end with. */
export type RunStatus = ExitStatus | typeof DEFECT_STATUS;

/** Least severe finding that makes the run fail; `never`: none does. */
export type FailOn = Severity | 'never';

/** Values of `--fail-on`, worst first. */
export const FAIL_ON: readonly FailOn[] = ['critical', 'error', 'warning', 'info', 'never'];

/**
 * Worst first. A failed run says less than a finished one; a finding that reaches the threshold is certain whatever else is missing, so it
 * counts more than an analysis in part.
 */
const ranking: readonly RunStatus[] = [
  ExitStatus.interrupted,
  DEFECT_STATUS,
  ExitStatus.usage,
  ExitStatus.unreadable,
  ExitStatus.findingReachesThreshold,
  ExitStatus.partial,
  ExitStatus.analyzed,
];

/** The worse of two statuses: that of a run over several bundles. */
export function worseStatus(a: RunStatus, b: RunStatus): RunStatus {
  return ranking.indexOf(a) <= ranking.indexOf(b) ? a : b;
}

/** What a report says about its bundle. Findings that are known to be harmless never reach the threshold. */
export function reportStatus({ findings, warnings }: Report, failOn: FailOn): RunStatus {
  return findingStatus(findings, warnings, failOn);
}

/**
 * What findings and warnings say.
 * @param findings those that count for the threshold
 */
export function findingStatus(
  findings: readonly Pick<Finding, 'severity' | 'role'>[],
  warnings: readonly Warning[],
  failOn: FailOn,
): RunStatus {
  const threshold = FAIL_ON.indexOf(failOn);
  const reaches = findings.some(({ severity, role }) => role !== 'benign' && FAIL_ON.indexOf(severity) <= threshold);
  if (reaches && failOn !== 'never') return ExitStatus.findingReachesThreshold;
  return warnings.some(({ code }) => WARNINGS[code].partial) ? ExitStatus.partial : ExitStatus.analyzed;
}
