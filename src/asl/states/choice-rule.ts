import { findPath, type Scope } from '../data/index.js';
import { runtimeError } from '../errors.js';
import type { Json } from '../json.js';
import type { ChoiceRule } from '../program.js';
import { compare, isOfType, type TypeTest } from './choice-operators.js';

const TYPE_TESTS: ReadonlySet<string> = new Set<TypeTest>([
  'IsNull',
  'IsString',
  'IsNumeric',
  'IsBoolean',
  'IsTimestamp',
]);
const NO_OPERATOR: ReadonlySet<string> = new Set(['Variable', 'Next', 'Comment', 'Assign', 'Output']);
const PATH = 'Path';

/** Whether a rule of JSONPath holds. @throws StatesError States.Runtime where a path leads nowhere */
export function holds(rule: ChoiceRule, scope: Scope): boolean {
  if (rule.And) return rule.And.every((inner) => holds(inner, scope));
  if (rule.Or) return rule.Or.some((inner) => holds(inner, scope));
  if (rule.Not) return !holds(rule.Not, scope);
  const operator = Object.keys(rule).find((name) => !NO_OPERATOR.has(name));
  if (operator === undefined || rule.Variable === undefined) return false;
  return test(operator, rule[operator] as Json, rule.Variable, scope);
}

/** The negative form of a type test, `IsNull: false`, holds where the type is another. */
function test(operator: string, operand: Json, variable: string, scope: Scope): boolean {
  if (operator === 'IsPresent') return (findPath(variable, scope) !== undefined) === operand;
  const value = read(variable, scope);
  if (TYPE_TESTS.has(operator)) return isOfType(operator as TypeTest, value) === operand;
  if (!operator.endsWith(PATH)) return compare(operator, value, operand);
  return compare(operator.slice(0, -PATH.length), value, read(operand as string, scope));
}

function read(path: string, scope: Scope): Json {
  const value = findPath(path, scope);
  if (value !== undefined) return value;
  throw runtimeError(
    `Invalid path '${path}': The choice state's condition path references an invalid value.`,
  );
}
