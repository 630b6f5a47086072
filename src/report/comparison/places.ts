import type { Citation } from '../../model/citation.js';
import type { Comparison, ObjectPlace, Side } from '../../model/comparison.js';

/** Names that collectors give to the one directory in their archive. */
const COLLECTOR_DIRECTORY =
  /^(supportbundle|support-bundle|longhorn-support-bundle|sosreport|must-gather|crust-gather|cluster-dump)/i;

/** Writes where something stands in a bundle. Raw text. */
export interface Places {
  /** `new path:line`, or both sides on one line when the path is the same. */
  ofObject(old: ObjectPlace | undefined, current: ObjectPlace | undefined): readonly string[];
  ofCitations(side: Side, citations: readonly Citation[], most: number): readonly string[];
  /** Whether paths are shown without the top directory of their bundle. */
  readonly shortened: boolean;
}

/** Paths are shown without the one directory that all of a bundle's begin with: its name differs in each bundle. */
export function createPlaces(comparison: Comparison): Places {
  const tops: Readonly<Record<Side, string>> = { old: topOf(comparison, 'old'), new: topOf(comparison, 'new') };
  const short = (side: Side, path: string): string => {
    const top = `${tops[side]}/`;
    return top !== '/' && path.startsWith(top) ? path.slice(top.length) : path;
  };
  const place = (side: Side, { path, line }: { readonly path: string; readonly line?: number }): string =>
    `${side} ${short(side, path)}${line === undefined ? '' : `:${line}`}`;
  return {
    shortened: tops.old !== '' || tops.new !== '',
    ofObject(old, current) {
      if (old !== undefined && current !== undefined && short('old', old.path) === short('new', current.path)) {
        const path = short('new', current.path);
        return [
          old.line === current.line ? `old, new ${path}:${old.line}` : `old ${path}:${old.line}, new :${current.line}`,
        ];
      }
      return [
        ...(old === undefined ? [] : [place('old', old)]),
        ...(current === undefined ? [] : [place('new', current)]),
      ];
    },
    ofCitations(side, citations, most) {
      return citations
        .flatMap((citation) => (citation.kind === 'absence' ? [] : [place(side, citation)]))
        .slice(0, most);
    },
  };
}

function topOf(comparison: Comparison, side: Side): string {
  const paths = [
    ...comparison.objects.flatMap((change) => change[side]?.path ?? []),
    ...comparison.findings.flatMap((change) =>
      (change[side]?.evidence ?? []).flatMap((citation) => (citation.kind === 'absence' ? [] : [citation.path])),
    ),
  ];
  const top = paths[0]?.split('/', 1)[0] ?? '';
  const isTop = top !== '' && (COLLECTOR_DIRECTORY.test(top) || comparison[side].name.startsWith(top));
  return isTop && paths.every((path) => path.startsWith(`${top}/`)) ? top : '';
}
