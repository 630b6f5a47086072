import { type ASTNode, Environment, serialize } from '@marcbachmann/cel-js';

/** Macros whose receiver is walked element by element; their other arguments have no value of their own. */
const COLLECTION_MACROS = new Set(['exists', 'all', 'filter', 'map', 'exists_one']);

/** Calls that only say yes or no: what they were asked about tells more. */
const PREDICATES = new Set([
  'has',
  're',
  'selects',
  'owned',
  'inRange',
  'inNetwork',
  'contains',
  'startsWith',
  'endsWith',
]);

/** Only the syntax counts here: names and types were checked when the rule was loaded. */
const syntax = new Environment({ unlistedVariablesAreDyn: true });

/** One condition that a larger one asks for, and what it reads. */
export interface ConditionPart {
  readonly source: string;
  /** Expressions whose values decide it, each once: fields and calls, no constants. */
  readonly reads: readonly string[];
}

/** The conditions that must all hold for an expression to be true, in its order: `a && (b || c)` are two. */
export function partsOf(source: string): readonly ConditionPart[] {
  const { ast } = syntax.parse(source);
  const parts =
    ast.op === '&&' ? conjuncts(ast).map((node) => ({ node, source: serialize(node) })) : [{ node: ast, source }];
  return parts.map((part) => ({ source: part.source, reads: [...new Set(readsOf(part.node))] }));
}

function conjuncts(node: ASTNode): readonly ASTNode[] {
  return node.op === '&&' ? node.args.flatMap(conjuncts) : [node];
}

function readsOf(node: ASTNode): readonly string[] {
  switch (node.op) {
    case 'value':
      return [];
    case 'id':
    case '.':
    case '.?':
    case '[]':
    case '[?]':
      return [serialize(node)];
    case 'call': {
      const [name, args] = node.args;
      const inner = args.flatMap(readsOf);
      return PREDICATES.has(name) || inner.length === 0 ? inner : [serialize(node), ...inner.filter(isField)];
    }
    case 'rcall': {
      const [name, receiver, args] = node.args;
      if (COLLECTION_MACROS.has(name)) return readsOf(receiver);
      return PREDICATES.has(name) ? [receiver, ...args].flatMap(readsOf) : [serialize(node)];
    }
    case '!_':
    case '-_':
      return readsOf(node.args);
    case 'map':
      return node.args.flatMap(([, value]) => readsOf(value));
    default:
      return node.args.flatMap(readsOf);
  }
}

/** A bare name (`self`, `labels`) inside a call is rather its subject than a value to show. */
function isField(source: string): boolean {
  return /[.[]/.test(source);
}
