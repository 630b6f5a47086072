import { type CharacterSet, complement } from './character-set.js';
import type { PatternNode } from './parse-pattern.js';

/** A pattern as the source of a JavaScript regular expression without flags. Its groups have the same numbers and no names. */
export function javascriptSource(node: PatternNode): string {
  switch (node.kind) {
    case 'set':
      return setSource(node.set);
    case 'assertion':
      return node.source;
    case 'sequence':
      return node.parts.map((part) => (part.kind === 'choice' ? grouped(part) : javascriptSource(part))).join('');
    case 'choice':
      return node.parts.map(javascriptSource).join('|');
    case 'group':
      return `(${javascriptSource(node.body)})`;
    case 'repeat': {
      const { body, min, max, lazy } = node;
      const isAtom = body.kind === 'set' || body.kind === 'group';
      return `${isAtom ? javascriptSource(body) : grouped(body)}${countSource(min, max)}${lazy ? '?' : ''}`;
    }
  }
}

function grouped(node: PatternNode): string {
  return `(?:${javascriptSource(node)})`;
}

function countSource(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function setSource(set: CharacterSet): string {
  const [first] = set;
  if (set.length === 1 && first !== undefined && first[0] === first[1]) return codeSource(first[0]);
  const others = complement(set);
  return others.length < set.length || first?.[0] === 0 ? `[^${rangesSource(others)}]` : `[${rangesSource(set)}]`;
}

function rangesSource(set: CharacterSet): string {
  return set.map(([from, to]) => (from === to ? codeSource(from) : `${codeSource(from)}-${codeSource(to)}`)).join('');
}

function codeSource(code: number): string {
  const text = String.fromCharCode(code);
  return /^[A-Za-z0-9 ]$/.test(text) ? text : `\\u${code.toString(16).padStart(4, '0')}`;
}
