import type { Json } from '../json.js';
import { referencePathConflict, runtimeError, type StatesError } from '../errors.js';
import type { Path } from './path-ast.js';
import { child, evaluatePath, PathNotFound } from './path-read.js';
import { parsePath } from './path-syntax.js';
import { SyntaxFault } from './reader.js';
import { rootValue, type Scope } from './scope.js';

/** The value at a path, or undefined where nothing stands there (IsPresent asks so). */
export function findPath(path: string, scope: Scope): Json | undefined {
  try {
    return evaluatePath(parse(path), scope);
  } catch (error) {
    if (error instanceof PathNotFound) return undefined;
    throw error;
  }
}

/**
 * The value at `$`, `$.a[0]`, `$$.Execution.Id`, `$variable.x`.
 * @param field the field that names the path, as in "specified for the field 'name.$'"; InputPath and OutputPath,
 *   which apply to the whole input, have none and AWS words their failure in another way.
 * @throws StatesError States.Runtime where nothing stands there
 */
export function readPath(path: string, scope: Scope, field?: string): Json {
  const parsed = parse(path);
  try {
    return evaluatePath(parsed, scope);
  } catch (error) {
    if (error instanceof PathNotFound) throw notFound(path, parsed, error, scope, field);
    throw error;
  }
}

/**
 * The value that a payload template's `name.$` takes from a path: as readPath, but null for an element that an array
 * does not have (measured against AWS: `$.items[5]` of two items).
 */
export function readTemplatePath(path: string, scope: Scope, field: string): Json {
  const parsed = parse(path);
  try {
    return evaluatePath(parsed, scope);
  } catch (error) {
    if (!(error instanceof PathNotFound)) throw error;
    if (error.miss === 'element') return null;
    throw notFound(path, parsed, error, scope, field);
  }
}

/**
 * The value at a reference path that the state can not do without (ItemsPath).
 * @throws StatesError States.ReferencePathConflict where nothing stands there
 */
export function readReference(path: string, scope: Scope): Json {
  const parsed = parse(path);
  const root = rootValue(parsed.root, scope);
  if (parsed.steps === undefined || root === undefined) return readPath(path, scope);
  let value = root;
  for (const step of parsed.steps) {
    const next = child(value, step);
    if (next === undefined) throw referencePathConflict(step, root);
    value = next;
  }
  return value;
}

/** What InputPath and OutputPath select: all by default, `{}` where they are null. */
export function readSelected(path: string | null | undefined, scope: Scope): Json {
  if (path === null) return {};
  return path === undefined ? scope.input : readPath(path, scope);
}

function notFound(
  path: string,
  parsed: Path,
  error: PathNotFound,
  scope: Scope,
  field?: string,
): StatesError {
  if (field === undefined || error.miss === 'array')
    return runtimeError(`Invalid path '${path}' : ${error.message}`);
  const searched = JSON.stringify(rootValue(parsed.root, scope) ?? scope.input);
  return runtimeError(
    `The JSONPath '${path}' specified for the field '${field}' could not be found in the input '${searched}'`,
  );
}

/**
 * Whether CreateStateMachine takes the text as a path.
 * @param kind `reference`: names one place (ResultPath, ItemsPath, SecondsPath, ...); `condition`: what a Choice rule
 *   looks at; `path`: any.
 * @returns what is wrong with it
 */
export function checkPath(text: string, kind: 'path' | 'reference' | 'condition'): string | undefined {
  const invalid = kind === 'reference' ? 'Value is not a Reference Path.' : 'Value is not a valid JSONPath.';
  try {
    const path = parsePath(text);
    if (path.root === '@' || (kind === 'reference' && path.steps === undefined)) return invalid;
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return invalid;
    throw error;
  }
}

function parse(path: string): Path {
  try {
    return parsePath(path);
  } catch (error) {
    if (error instanceof SyntaxFault) throw runtimeError(`Invalid path '${path}' : ${error.message}`);
    throw error;
  }
}
