import { readRfc3339 } from '../timestamps.js';
import type { Layer } from './layer.js';
import { readSyslogTag } from './syslog-header.js';

const CRI_TAG = /(stdout|stderr) ([FP])(?: |$)/y;

/**
 * Takes off a leading RFC 3339 time: `kubectl logs --timestamps` (trailing zeros of the nanoseconds cut, local offsets on some
 * kubelets), the CRI form with its `stdout F` tag, and rsyslog or `journalctl -o short-iso` with `host program[pid]: `.
 * rsyslog always prints a numeric offset, the Kubernetes API prints `Z` for UTC: only after an offset is a host looked for.
 */
export function peelApiStamp(line: string): Layer | undefined {
  const stamp = readRfc3339(line);
  if (stamp === undefined) return undefined;
  if (stamp.end === line.length) return { rest: '', time: stamp.instant };
  if (line[stamp.end] !== ' ') return undefined;
  CRI_TAG.lastIndex = stamp.end + 1;
  const cri = CRI_TAG.exec(line);
  if (cri !== null) {
    const stream = cri[1] === 'stderr' ? 'stderr' : 'stdout';
    return { rest: line.slice(CRI_TAG.lastIndex), time: stamp.instant, partial: cri[2] === 'P' ? stream : undefined };
  }
  const tag = stamp.zone === 'offset' ? readSyslogTag(line, stamp.end + 1) : undefined;
  const certain = tag !== undefined && (tag.pid || tag.program === 'kernel');
  if (!certain) return { rest: line.slice(stamp.end + 1), time: stamp.instant };
  return { rest: line.slice(tag.end), time: stamp.instant, host: tag.host, program: tag.program };
}
