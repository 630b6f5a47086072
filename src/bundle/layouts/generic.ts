import type { EntryRole } from '../entry-role.js';
import { hasLogExtension, parseLogFileName } from '../log-file-name.js';
import { type NamedContainer, readLoosePodName } from '../loose-pod-name.js';
import type { Layout, LayoutTables } from './layout.js';
import { IGNORED } from './layout.js';
import { classifyKubeletLog, classifyNodePath, HOST_DIRECTORIES } from './node-path.js';
import { containerLogRole, fileRole, nodeLogRole, objectsRole } from './roles.js';

const OBJECT_EXTENSION = /\.(?:ya?ml|json)$/;
const TEXT_EXTENSION = /\.(?:txt|out|conf|cfg|config|ini|service|env|md|csv)$/;

/** Pod names of Deployments, DaemonSets and Jobs end with five random characters, those of StatefulSets with a number. */
const POD_NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,3})$/;

/** Directories that are surely named after a namespace. */
const NAMESPACE = /^(?:default|.+-system|kube-.+)$/;

/**
 * Any tree of logs, object lists and text files: `kubectl cluster-info dump`, copies of /var/log, files from an issue. Guesses
 * from names; whether a YAML file holds API objects is seen when it is read. It has an answer for every path.
 */
export function genericLayout(tables: LayoutTables): Layout {
  return {
    name: 'generic',
    classify(segments) {
      const host = hostPath(segments);
      if (host !== undefined) return classifyNodePath(tables, host);
      return classifyKubeletLog(tables, segments) ?? classifyByName(tables, segments);
    },
  };
}

/** The part of a path that begins with a directory of a Linux host, below at most three directories of the collector's own. */
function hostPath(segments: readonly string[]): readonly string[] | undefined {
  const index = segments.slice(0, 4).findIndex((segment) => HOST_DIRECTORIES.has(segment));
  const rest = segments.slice(index);
  return index < 0 || rest.length < 2 || (rest[0] === 'var' && rest.length < 3) ? undefined : rest;
}

function classifyByName(tables: LayoutTables, segments: readonly string[]): EntryRole {
  const name = segments.at(-1) ?? '';
  const parent = segments.at(-2);
  // kubectl cluster-info dump: <ns>/<pod>/logs.txt
  if (name === 'logs.txt' && parent !== undefined) return podLog(tables, segments.at(-3), parent, undefined, false);
  if (OBJECT_EXTENSION.test(name)) return classifyObjects(tables, name.replace(OBJECT_EXTENSION, ''), parent);
  const { stem, previous } = parseLogFileName(name);
  const known = tables.programs.idsFor({ nodeLog: stem }).length > 0 || tables.programs.has(stem);
  const namespace = parent !== undefined && NAMESPACE.test(parent) ? parent : undefined;
  const pod = known ? undefined : readLoosePodName(tables.programs, stem, namespace);
  if (hasLogExtension(name) || ((known || pod !== undefined) && !/\.(?!txt\b|\d)/.test(name))) {
    if (parent !== undefined && POD_NAME.test(parent)) return podLog(tables, segments.at(-3), parent, stem, previous);
    return pod === undefined ? looseLog(tables, name, stem) : loosePodLog(tables, pod, previous);
  }
  return TEXT_EXTENSION.test(name) || !name.includes('.') ? fileRole(`/${segments.join('/')}`) : IGNORED;
}

/** A file that lies alone and is named after its program (`etcd.log`), as people attach them to issues. */
function looseLog({ programs }: LayoutTables, name: string, stem: string): EntryRole {
  const role = nodeLogRole(programs, { name });
  if (!programs.has(stem) || role.stream.programs.includes(stem)) return role;
  return { kind: 'log', stream: { ...role.stream, programs: [stem, ...role.stream.programs] } };
}

/** A file that is named after a pod, as `kubectl logs POD > POD.log` makes them. */
function loosePodLog(tables: LayoutTables, { programs, ...container }: NamedContainer, previous: boolean): EntryRole {
  const role = containerLogRole(tables.programs, { ...container, previous });
  return { kind: 'log', stream: { ...role.stream, programs } };
}

function podLog(
  { programs }: LayoutTables,
  namespace: string | undefined,
  pod: string,
  container: string | undefined,
  previous: boolean,
): EntryRole {
  const known = namespace !== undefined && !namespace.endsWith('!');
  return containerLogRole(programs, {
    ...(known && { namespace }),
    pod,
    ...(container !== undefined && { container }),
    previous,
  });
}

/** Names such as `pods.json` or `volumes.longhorn.io.yaml` state the kind; `kubectl cluster-info dump` puts them below the namespace. */
function classifyObjects({ kinds }: LayoutTables, stem: string, parent: string | undefined): EntryRole {
  const dot = stem.indexOf('.');
  const resource = dot < 0 ? kinds.byPluralAlone(stem) : kinds.byPlural(stem.slice(dot + 1), stem.slice(0, dot));
  const namespace = resource !== undefined && NAMESPACE.test(parent ?? '') ? parent : undefined;
  return objectsRole(resource, namespace);
}
