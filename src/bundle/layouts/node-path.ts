import type { EntryRole } from '../entry-role.js';
import { hasLogExtension } from '../log-file-name.js';
import type { LayoutTables } from './layout.js';
import { containerLogRole, fileRole, nodeLogRole } from './roles.js';

/** Top directories of a Linux host that collectors copy from. */
export const HOST_DIRECTORIES: ReadonlySet<string> = new Set(['etc', 'oem', 'opt', 'proc', 'run', 'sys', 'usr', 'var']);

/** Files of /var/log without an extension that hold text lines. */
const PLAIN_LOGS = /^(?:syslog|messages|kern|daemon|auth|secure|dmesg|boot|cron)(?:[.-]|$)/;

/**
 * What a copy of a file of a host is.
 * @param path the path on the node, without leading `/`, split at `/`
 */
export function classifyNodePath(tables: LayoutTables, path: readonly string[], node?: string): EntryRole {
  const pod = classifyKubeletLog(tables, path);
  if (pod !== undefined) return pod;
  const name = path.at(-1) ?? '';
  const file = `/${path.join('/')}`;
  const inLogDirectory = path[0] === 'var' && path[1] === 'log';
  if (hasLogExtension(name) || (inLogDirectory && PLAIN_LOGS.test(name))) {
    return nodeLogRole(tables.programs, { name, file, ...(node !== undefined && { node }) });
  }
  return fileRole(file, node);
}

/**
 * A container's log where the kubelet keeps it: `pods/<ns>_<pod>_<uid>/<container>/<n>.log`, or the link
 * `containers/<pod>_<ns>_<container>-<id>.log`. Which instance number is the running one cannot be known from one path.
 * @returns undefined for any other path
 */
export function classifyKubeletLog({ programs }: LayoutTables, path: readonly string[]): EntryRole | undefined {
  const file = path.at(-1) ?? '';
  if (!hasLogExtension(file)) return undefined;
  const [namespace, pod, uid, ...more] = (path.at(-3) ?? '').split('_');
  if (namespace && pod && uid && more.length === 0 && /^\d+\.log/.test(file)) {
    return containerLogRole(programs, { namespace, pod, container: path.at(-2) ?? '', previous: false });
  }
  if (path.at(-2) !== 'containers') return undefined;
  const link = /^([^_]+)_([^_]+)_(.+)-[0-9a-f]{64}\.log/.exec(file);
  if (link === null) return undefined;
  const [, podOfLink = '', namespaceOfLink = '', container = ''] = link;
  return containerLogRole(programs, { namespace: namespaceOfLink, pod: podOfLink, container, previous: false });
}
