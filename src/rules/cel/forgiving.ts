import type { ASTNode } from '@marcbachmann/cel-js';

/** Macros whose receiver is walked element by element. */
const COLLECTION_MACROS = new Set(['exists', 'all', 'filter', 'map', 'exists_one']);

/**
 * Rewrites a parsed expression so that missing data is empty instead of an error: `a.b.c` becomes `member(a, "b.c")`, `a[b]` becomes
 * `field(a, b)`, `has(a.b)` becomes `present(member(a, "b"))`, and the receiver of a collection macro and the right side of `in` become
 * `items(...)`.
 * Kubernetes leaves out empty fields, so rules would otherwise be mostly guards against absence.
 * @returns CEL source text, to be parsed in an environment that has `member`, `field`, `present` and `items`.
 */
export function forgiveMissing(node: ASTNode): string {
  switch (node.op) {
    case '.':
    case '.?':
      return forgiveMember(node);
    case '[]':
    case '[?]':
      return `field(${forgiveMissing(node.args[0])}, ${forgiveMissing(node.args[1])})`;
    case 'call': {
      const [name, args] = node.args;
      const parameters = args.map(forgiveMissing).join(', ');
      return name === 'has' ? `present(${parameters})` : `${name}(${parameters})`;
    }
    case 'rcall': {
      const [name, receiver, args] = node.args;
      const source = forgiveMissing(receiver);
      const target = COLLECTION_MACROS.has(name) ? `items(${source})` : `(${source})`;
      return `${target}.${name}(${args.map(forgiveMissing).join(', ')})`;
    }
    case '!_':
      return `!(${forgiveMissing(node.args)})`;
    case '-_':
      return `-(${forgiveMissing(node.args)})`;
    case '?:': {
      const [condition, then, otherwise] = node.args.map(forgiveMissing);
      return `((${condition}) ? (${then}) : (${otherwise}))`;
    }
    case 'list':
      return `[${node.args.map(forgiveMissing).join(', ')}]`;
    case 'map':
      return `{${node.args.map(([key, value]) => `${forgiveMissing(key)}: ${forgiveMissing(value)}`).join(', ')}}`;
    case 'value':
    case 'id':
      return node.input.slice(node.start, node.end);
    case 'in':
      return `((${forgiveMissing(node.args[0])}) in items(${forgiveMissing(node.args[1])}))`;
    default: {
      const [left, right] = node.args;
      return `((${forgiveMissing(left)}) ${node.op} (${forgiveMissing(right)}))`;
    }
  }
}

/** One call for the whole way down: CEL looks into every argument of a call to find its type, also into `self`. */
function forgiveMember(node: ASTNode): string {
  const names: string[] = [];
  let container = node;
  while (container.op === '.' || container.op === '.?') {
    names.unshift(container.args[1]);
    container = container.args[0];
  }
  return `member(${forgiveMissing(container)}, ${JSON.stringify(names.join('.'))})`;
}
