import type { EntryRole } from '../entry-role.js';
import type { Layout, LayoutTables } from './layout.js';
import { IGNORED } from './layout.js';
import { classifyNodePath } from './node-path.js';
import { containerLogRole, fileRole, nodeLogRole, objectsRole, resourceOfQualifiedPlural } from './roles.js';

/** Names that `kubectl get` takes and that are not the plural. */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['pvc', 'PersistentVolumeClaim'],
  ['pv', 'PersistentVolume'],
]);

/** Written by sos about itself. */
const SOS_OWN = new Set(['sos_logs', 'sos_reports', 'sos_strings', 'version.txt', 'last_sos']);

/**
 * Reports of sosreport/sos: a copy of files of one host, and the outputs of commands below `sos_commands/<plugin>/`. The name of an
 * output is the command line with blanks as `_`.
 */
export function sosreportLayout(tables: LayoutTables): Layout {
  return {
    name: 'sosreport',
    classify(segments) {
      const top = segments.findIndex((segment) => segment.startsWith('sosreport-') && !segment.endsWith('!'));
      const commands = segments.indexOf('sos_commands');
      const node = hostOf(segments[top]);
      if (commands >= 0) return classifyCommand(tables, segments.slice(commands + 1), node);
      if (top < 0 || top + 1 >= segments.length) return undefined;
      const rest = segments.slice(top + 1);
      if (SOS_OWN.has(rest[0] ?? '')) return IGNORED;
      // Loose files at the top are outputs (`environment`) or links to those below sos_commands.
      return rest.length === 1 ? fileRole(`commands/${rest[0]}`, node) : classifyNodePath(tables, rest, node);
    },
  };
}

/** The host in `sosreport-<host>[-<label>]-<year>-...`. */
function hostOf(directory: string | undefined): string | undefined {
  return directory === undefined ? undefined : /^sosreport-(.+?)-\d{4}(?:-|$)/.exec(directory)?.[1];
}

function classifyCommand(tables: LayoutTables, rest: readonly string[], node: string | undefined): EntryRole {
  const command = rest.at(-1) ?? '';
  const onNode = node !== undefined && { node };
  const unit = /^journalctl_.*--unit_(.+)$/.exec(command)?.[1];
  if (unit !== undefined) return nodeLogRole(tables.programs, { name: unit.replace(/\.service$/, ''), ...onNode });
  if (command.startsWith('journalctl_')) return nodeLogRole(tables.programs, { name: 'journal', ...onNode });
  if (/^dmesg(?:_|$)/.test(command)) return nodeLogRole(tables.programs, { name: 'dmesg', ...onNode });
  return (
    classifyPodLog(tables, command, rest) ??
    classifyObjectList(tables, command) ??
    fileRole(`commands/${command}`, node)
  );
}

/** `<kubectl>_--namespace_<ns>_logs_[--previous_]<pod>[_-c_<container>]`; namespaces and pods have no `_`. */
function classifyPodLog({ programs }: LayoutTables, command: string, rest: readonly string[]): EntryRole | undefined {
  if (!rest.includes('podlogs') && !/(?:kubectl|oc)_/.test(command)) return undefined;
  const words = command.split('_');
  const logs = words.indexOf('logs');
  const namespace = wordAfter(words, '--namespace') ?? wordAfter(words, '-n');
  if (logs < 0 || namespace === undefined) return undefined;
  const pod = words.slice(logs + 1).find((word) => !word.startsWith('-'));
  const container = wordAfter(words, '-c');
  const previous = words.includes('--previous') || words.includes('-p');
  return containerLogRole(programs, {
    namespace,
    ...(pod !== undefined && { pod }),
    ...(container !== undefined && { container }),
    previous,
  });
}

/** `<kubectl>_get_-o_json_[--namespace_<ns>_]<plural>` */
function classifyObjectList({ kinds }: LayoutTables, command: string): EntryRole | undefined {
  const words = command.split('_');
  const output = wordAfter(words, '-o');
  if (!words.includes('get') || (output !== 'json' && output !== 'yaml')) return undefined;
  const plural = words.at(-1) ?? '';
  const resource = SHORT_NAMES.get(plural) ?? resourceOfQualifiedPlural(kinds, plural);
  // sos asks for cluster-scoped kinds with a namespace too; kubectl then gives all of them.
  const namespaced = resource === undefined || kinds.info(resource)?.namespaced !== false;
  return objectsRole(resource, namespaced ? wordAfter(words, '--namespace') : undefined);
}

function wordAfter(words: readonly string[], word: string): string | undefined {
  const index = words.indexOf(word);
  return index < 0 ? undefined : words[index + 1];
}
