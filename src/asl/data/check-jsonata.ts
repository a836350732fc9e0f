import { faultOf, parseJsonata } from './jsonata.js';
import { expressionOf } from './jsonata-template.js';

export interface JsonataProblem {
  /** As AWS names it. */
  code: 'INVALID_JSONATA_EXPRESSION' | 'UNSUPPORTED_JSONATA_EXPRESSION';
  message: string;
}

/** What `$states` offers in a field beside `input` and `context`. */
export interface Reach {
  result: boolean;
  errorOutput: boolean;
}

const ALL: Reach = { result: true, errorOutput: true };

/** One part of a parsed expression; which other fields it has depends on the type. */
type Node = Readonly<Record<string, unknown>>;

/** Where another value than the expression's own context is looked at. */
const INNER = new Set(['stages', 'predicate', 'group', 'terms', 'pattern', 'update', 'delete']);

/**
 * What CreateStateMachine refuses in a `{% ... %}` string: what does not parse, and what reads a context value, of
 * which there is none (a name that no path leads to, `$$`), or a part of `$states` that the field does not have.
 */
export function checkJsonata(text: string, reach = ALL): JsonataProblem[] {
  let root: Node;
  try {
    root = parseJsonata(expressionOf(text)).ast() as unknown as Node;
  } catch (error) {
    return [{ code: 'INVALID_JSONATA_EXPRESSION', message: faultOf(error).message }];
  }
  const messages = new Set<string>();
  collect(root, true, reach, messages);
  return [...messages].map((message) => ({ code: 'UNSUPPORTED_JSONATA_EXPRESSION', message }));
}

/** The first of checkJsonata's messages. */
export const checkJsonataText = (text: string): string | undefined => checkJsonata(text)[0]?.message;

/** `isTop`: a name here would be looked up in the expression's context. */
function collect(node: Node, isTop: boolean, reach: Reach, messages: Set<string>): void {
  if (node.type === 'name' && isTop) {
    messages.add(`Reference to '${String(node.value)}' at the top level is not supported.`);
  }
  if (node.type === 'variable' && node.value === '$') messages.add("Reference to '$$' is not supported.");
  if (node.type === 'path') checkStates(node, reach, messages);
  for (const [name, part] of Object.entries(node)) {
    const isInner = INNER.has(name);
    for (const [at, child] of nodesIn(part).entries()) {
      const isLaterStep = node.type === 'path' && name === 'steps' && at > 0;
      collect(child, isTop && !isInner && !isLaterStep, reach, messages);
    }
  }
}

function checkStates(path: Node, reach: Reach, messages: Set<string>): void {
  const [first, second] = nodesIn(path.steps);
  if (first?.type !== 'variable' || first.value !== 'states') return;
  for (const name of ['result', 'errorOutput'] as const) {
    if (second?.value === name && !reach[name]) {
      messages.add(`Reference to '$states.${name}' is not supported.`);
    }
  }
}

/** The nodes in a field: one, a list, or a list of pairs (an object's keys and values). */
function nodesIn(part: unknown): Node[] {
  if (Array.isArray(part)) return part.flatMap(nodesIn);
  return typeof part === 'object' && part !== null ? [part as Node] : [];
}
