import type { ASTNode } from '@marcbachmann/cel-js';
import { RULE_FUNCTIONS } from './functions.js';

/**
 * An expression as plain data, which the rule cache keeps and {@link compileProgram} makes ready to run. It covers what rules mostly use;
 * the rest of the language is left to the library.
 */
export type Program =
  | { readonly op: 'value'; readonly value: string | number | bigint | boolean | null }
  | { readonly op: 'name'; readonly name: string }
  | { readonly op: 'member'; readonly container: Program; readonly path: readonly string[] }
  | { readonly op: 'call'; readonly name: string; readonly parameters: readonly Program[] }
  | { readonly op: 'not' | 'negative'; readonly operand: Program }
  | { readonly op: 'choice'; readonly condition: Program; readonly then: Program; readonly otherwise: Program }
  | { readonly op: Logical; readonly left: Program; readonly right: Program }
  | { readonly op: Binary; readonly left: Program; readonly right: Program }
  | { readonly op: 'list'; readonly elements: readonly Program[] }
  /** A macro: `step` is evaluated with each element of `items` as `name`. */
  | { readonly op: Macro; readonly items: Program; readonly name: string; readonly step: Program };

type Logical = '&&' | '||';
export type Binary = '==' | '!=' | '<' | '<=' | '>' | '>=' | '+' | '-' | '*' | '/' | '%' | 'in';
type Macro = 'exists' | 'all' | 'filter' | 'map';

const BINARY: ReadonlySet<string> = new Set(['==', '!=', '<', '<=', '>', '>=', '+', '-', '*', '/', '%', 'in']);

/** Functions and methods besides those of rules that programs may call, with the number of their parameters, the receiver being the first. */
const OTHER_CALLS: Readonly<Record<string, number>> = {
  age: 1,
  size: 1,
  string: 1,
  int: 1,
  double: 1,
  timestamp: 1,
  duration: 1,
  '.size': 1,
  '.startsWith': 2,
  '.endsWith': 2,
  '.contains': 2,
};

/**
 * The program of a parsed expression.
 * @param node of the text that {@link forgiveMissing} gives, checked.
 * @returns undefined when it uses something that programs do not cover.
 */
export function programOf(node: ASTNode): Program | undefined {
  switch (node.op) {
    case 'value':
      return typeof node.args === 'object' && node.args !== null ? undefined : { op: 'value', value: node.args };
    case 'id':
      return { op: 'name', name: node.args };
    case 'call':
      return callOf(...node.args);
    case 'rcall':
      return methodOf(...node.args);
    case '!_':
    case '-_': {
      const operand = programOf(node.args);
      return operand && { op: node.op === '!_' ? 'not' : 'negative', operand };
    }
    case '?:': {
      const [condition, then, otherwise] = node.args.map(programOf);
      return condition && then && otherwise && { op: 'choice', condition, then, otherwise };
    }
    case 'list': {
      const elements = programsOf(node.args);
      return elements && { op: 'list', elements };
    }
    default:
      return isOperation(node) ? operationOf(node) : undefined;
  }
}

type Operation = Extract<ASTNode, { op: Logical | Binary }>;

function isOperation(node: ASTNode): node is Operation {
  return node.op === '&&' || node.op === '||' || BINARY.has(node.op);
}

function operationOf({ op, args }: Operation): Program | undefined {
  const left = programOf(args[0]);
  const right = programOf(args[1]);
  return left && right && { op, left, right };
}

function callOf(name: string, nodes: readonly ASTNode[]): Program | undefined {
  const [first, second] = nodes;
  if (name === 'member' && first !== undefined && second?.op === 'value' && typeof second.args === 'string') {
    const container = programOf(first);
    return container && { op: 'member', container, path: second.args.split('.') };
  }
  return Object.hasOwn(RULE_FUNCTIONS, name) || OTHER_CALLS[name] === nodes.length
    ? programCall(name, nodes)
    : undefined;
}

function methodOf(name: string, receiver: ASTNode, nodes: readonly ASTNode[]): Program | undefined {
  if (isMacro(name)) {
    const [variable, body] = nodes;
    if (nodes.length !== 2 || variable?.op !== 'id' || body === undefined) return undefined;
    const items = programOf(receiver);
    const step = programOf(body);
    return items && step && { op: name, items, name: variable.args, step };
  }
  const all = [receiver, ...nodes];
  return OTHER_CALLS[`.${name}`] === all.length ? programCall(`.${name}`, all) : undefined;
}

function isMacro(name: string): name is Macro {
  return name === 'exists' || name === 'all' || name === 'filter' || name === 'map';
}

function programCall(name: string, nodes: readonly ASTNode[]): Program | undefined {
  const parameters = programsOf(nodes);
  return parameters && { op: 'call', name, parameters };
}

function programsOf(nodes: readonly ASTNode[]): readonly Program[] | undefined {
  const programs = nodes.map(programOf);
  return programs.every((program) => program !== undefined) ? programs : undefined;
}
