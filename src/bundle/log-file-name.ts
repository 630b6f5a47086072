/** What the name of a log file says. */
export interface LogFileName {
  /** The name without directory, rotation and extension: `kernel` of `kernel.log.1`. */
  readonly stem: string;
  /** The name says that the file holds what came before: `.1`, `.old`, `-previous`. */
  readonly previous: boolean;
}

// Rotations of logrotate (.1, -20240305), of lumberjack (kubelet-2024-03-05T04-48-11.130.log) and of hand.
const ROTATION = /(?:\.\d{1,3}|\.old|\.prev|-\d{8}(?:-\d{1,10})?)$/;
const TIME_SUFFIX = /-\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}(?:\.\d{1,9})?$/;
const COMPRESSED = /\.(?:gz|xz|zst|bz2)$/;
const EXTENSION = /\.(?:log|txt)$/;

/** Takes a log file's name apart: `kernel.log.1`, `messages-20240305.xz`, `coredns-previous.log`, `syslog`. */
export function parseLogFileName(name: string): LogFileName {
  const plain = name.replace(COMPRESSED, '');
  const unrotated = plain.replace(ROTATION, '');
  const noExtension = unrotated.replace(EXTENSION, '');
  const stem = noExtension.replace(TIME_SUFFIX, '');
  const named = stem.endsWith('-previous');
  return { stem: named ? stem.slice(0, -'-previous'.length) : stem, previous: named || plain !== unrotated };
}

/** True for names that end as logs do: `.log`, `.log.1`, `.log.gz`, `.log-20240305`. */
export function hasLogExtension(name: string): boolean {
  return name.replace(COMPRESSED, '').replace(ROTATION, '').endsWith('.log');
}
