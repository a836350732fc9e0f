import { isObject, type JsonObject } from '../json.js';
import type { Problem, ProblemCode } from './problems.js';

/** CreateStateMachine takes 1,048,576 characters (service quotas, "Maximum state machine definition size"). */
const MAX_CHARACTERS = 1_048_576;
/**
 * How many arrays and objects may stand within each other. What AWS takes is not told (it has TOO_DEEPLY_NESTED);
 * this leaves room for a hundred Maps and Parallels and spares everyone who walks a program a stack overflow.
 */
const MAX_DEPTH = 500;

type Read = { json: JsonObject } | { problem: Problem };

const refused = (code: ProblemCode, message: string): Read => ({ problem: { pointer: '', code, message } });

/** The JSON that a definition is: given as text, as AWS takes it, or parsed already. */
export function readJson(definition: unknown): Read {
  if (definition === undefined || definition === null || definition === '') {
    return refused('MISSING_DESCRIPTION', 'There is no definition');
  }
  if (typeof definition !== 'string') return readValue(definition);
  if (definition.length > MAX_CHARACTERS) return tooLong();
  try {
    return readValue(JSON.parse(definition));
  } catch (error) {
    if (error instanceof SyntaxError) return refused('INVALID_JSON_DESCRIPTION', error.message);
    // JSON.parse recurses: thousands of brackets overflow its stack.
    if (error instanceof RangeError) return tooDeep();
    throw error;
  }
}

/** Without recursion: what comes in may be nested as deep as it likes, or hold itself. */
function readValue(root: unknown): Read {
  const waiting: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  let characters = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, depth } = next;
    if (depth > MAX_DEPTH) return tooDeep();
    characters += ownLength(value);
    if (characters > MAX_CHARACTERS) return tooLong();
    if (Array.isArray(value)) {
      if (characters + value.length > MAX_CHARACTERS) return tooLong();
      for (const item of value as unknown[]) waiting.push({ value: item, depth: depth + 1 });
    } else if (isObject(value)) {
      for (const [name, item] of Object.entries(value)) {
        characters += name.length + '"":,'.length;
        waiting.push({ value: item, depth: depth + 1 });
      }
    } else if (!isScalar(value)) {
      return refused('INVALID_JSON_DESCRIPTION', `A definition is JSON and holds no ${typeof value}`);
    }
  }
  if (!isObject(root)) {
    return refused('SCHEMA_VALIDATION_FAILED', 'Definition must be a valid JSON object');
  }
  return { json: root };
}

const isScalar = (value: unknown): boolean =>
  value === null ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (typeof value === 'number' && Number.isFinite(value));

/** About what the value's own text adds to that of the definition; never more. */
function ownLength(value: unknown): number {
  return typeof value === 'string' ? value.length + 2 : 1;
}

const tooLong = (): Read =>
  refused('SCHEMA_VALIDATION_FAILED', `A definition may not be longer than ${MAX_CHARACTERS} characters`);

const tooDeep = (): Read =>
  refused('TOO_DEEPLY_NESTED', `A definition may nest ${MAX_DEPTH} arrays and objects at most`);
