/** Conditions that tell of trouble when they hold. */
const TROUBLE =
  /Pressure$|Unavailable$|Fail(?:ed|ure)$|Degraded$|Error$|Evicted$|ReadOnly$|^(?:Paused|Stalled|TooManySnapshots|DisruptionTarget)$/;
/** Conditions that are as well this way as that: steps that come or are not needed. */
const NEUTRAL =
  /^(?:Restore|Restart|WaitForBackingImage|OfflineRebuilding|Complete|Completed|Progressing|Suspended|Reconciling|Mounted|Resizing|.*InProgress|.*Requested|.*Upgrade[sd]?|Updating|RebootRequired|Provisioned)$/;

/** Whether a condition of an object tells of trouble. Those of no known sort do when they do not hold. */
export function isBadCondition(type: string, status: string, reason: string): boolean {
  // A pod that has done its work is not ready any more.
  if (reason === 'PodCompleted') return false;
  if (NEUTRAL.test(type)) return false;
  return TROUBLE.test(type) ? status === 'True' : status === 'False' || status === 'Unknown';
}
