import type { ProgramTable } from './programs.js';

/** The container whose log a file is, as far as the file's name tells. */
export interface NamedContainer {
  readonly namespace?: string;
  readonly pod: string;
  readonly container?: string;
  readonly programs: readonly string[];
}

type Reading = Omit<NamedContainer, 'programs'>;

/** `<pod>_<ns>_<container>-<id>`: links of /var/log/containers. */
const KUBELET_LINK = /^([^_]+)_([^_]+)_([^_]+)-[0-9a-f]{64}$/;

/**
 * Reads the name of a log that lies alone, such as `longhorn-manager-x7k2p`, `virt-launcher-web-x7k2p_compute` or
 * `kube-system_etcd-node1_etcd`: people save logs so. Only pods of known programs are recognised, and only where no other reading is possible.
 * @param stem the file's name without rotation and extension
 * @param namespace where the directory states it
 */
export function readLoosePodName(
  programs: ProgramTable,
  stem: string,
  namespace: string | undefined,
): NamedContainer | undefined {
  const readings = readingsOf(stem, namespace)
    .map((reading): NamedContainer => ({ ...reading, programs: programs.idsForName(reading) }))
    .filter((reading) => reading.programs.length > 0);
  const [only] = readings;
  if (only === undefined || readings.length > 1) return undefined;
  const [program = '', ...others] = only.programs;
  const home = only.namespace ?? (others.length === 0 ? programs.homeOf(program) : undefined);
  return { ...only, ...(home !== undefined && { namespace: home }) };
}

/** All ways to read the name; namespaces, pods and containers have no `_`. */
function readingsOf(stem: string, directory: string | undefined): readonly Reading[] {
  const link = KUBELET_LINK.exec(stem);
  if (link !== null) {
    const [, pod = '', namespace = '', container = ''] = link;
    return [{ namespace, pod, container }];
  }
  const known = directory !== undefined && { namespace: directory };
  const [first = '', second, third, ...more] = stem.split('_');
  if (first === '' || second === '' || third === '' || more.length > 0) return [];
  if (second === undefined) return [{ ...known, pod: first }];
  if (third !== undefined) return [{ namespace: first, pod: second, container: third }];
  return [
    { ...known, pod: first, container: second },
    { namespace: first, pod: second },
  ];
}
