import type { EntryRole } from '../entry-role.js';
import type { LayoutTables } from './layout.js';
import { IGNORED } from './layout.js';
import { fileRole, nodeLogRole } from './roles.js';

/** Files beside the logs that are the output of a command (collector-harvester). */
const COMMAND_OUTPUTS: ReadonlyMap<string, string> = new Map([
  ['containerd-images.log', 'commands/ctr_-n_k8s.io_images_ls'],
]);

/** Copies of files that the collectors store under other names (collector-longhorn). */
const HOST_FILES: ReadonlyMap<string, string> = new Map([
  ['proc_mounts', '/proc/mounts'],
  ['hostname', '/etc/hostname'],
  ['os-release', '/etc/os-release'],
]);

/** Parts of a supportconfig that are logs; the others are command outputs and configuration with section headers. */
const SUPPORTCONFIG_LOGS = new Set(['messages.txt', 'boot.txt']);

/**
 * What a file of a node is, by its path below the node's directory: `logs/`, `configs/` (copies of files of the node), `hostinfos/`
 * (Longhorn), `scc/` (an archive of SUSE's supportconfig).
 */
export function classifyNodeFile(
  { programs }: LayoutTables,
  node: string,
  path: readonly string[],
): EntryRole | undefined {
  const [first, ...rest] = path;
  const name = path.at(-1);
  if (first === undefined || name === undefined) return undefined;
  if (rest.length === 0) {
    const file = HOST_FILES.get(name);
    return file === undefined ? fileRole(`/${name}`, node) : fileRole(file, node);
  }
  switch (first) {
    case 'logs': {
      const command = COMMAND_OUTPUTS.get(name);
      return command === undefined ? nodeLogRole(programs, { name, node }) : fileRole(command, node);
    }
    case 'configs':
      return fileRole(`/${rest.join('/')}`, node);
    case 'hostinfo':
    case 'hostinfos':
      return fileRole(HOST_FILES.get(name) ?? `commands/${rest.join('/')}`, node);
    case 'scc':
      if (rest.length === 1) return IGNORED;
      return SUPPORTCONFIG_LOGS.has(name)
        ? nodeLogRole(programs, { name, node })
        : fileRole(`commands/supportconfig/${name}`, node);
    default:
      return undefined;
  }
}
