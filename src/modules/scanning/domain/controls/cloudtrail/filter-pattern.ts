import { type Comparison, type Expression, parsePattern, type PathStep } from './filter-grammar.js';
import { allOf, anyOf, not, type Truth } from './truth.js';

/**
 * Whether a metric filter's pattern matches a log event in JSON; null where AWS does not document what happens.
 * docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function matchesEvent(pattern: string, event: object): Truth {
  if (pattern.trim() === '') return true; // everything
  const expression = parsePattern(pattern);
  return expression === null ? byWords(pattern, event) : evaluate(expression, event);
}

function evaluate(expression: Expression, event: object): Truth {
  switch (expression.kind) {
    case 'and':
      return allOf(expression.of.map((one) => evaluate(one, event)));
    case 'or':
      return anyOf(expression.of.map((one) => evaluate(one, event)));
    case 'is': {
      const found = valuesAt(event, expression.path);
      if (expression.what === 'absent') return found.length === 0;
      if (expression.what === 'present') return found.length > 0;
      return found.includes(expression.what);
    }
    case 'compare': {
      const found = valuesAt(event, expression.path);
      // a field that is not there equals nothing; whether it is "not equal" is not documented
      if (found.length === 0) return expression.operator === '!=' ? null : false;
      return anyOf(found.map((value) => compare(value, expression)));
    }
  }
}

/** What the path leads to: nothing, one value, or with `[*]` several. */
function valuesAt(event: unknown, [step, ...rest]: readonly PathStep[]): unknown[] {
  if (step === undefined) return [event];
  if (typeof event !== 'object' || event === null) return [];
  if (step === null) return Array.isArray(event) ? event.flatMap((one) => valuesAt(one, rest)) : [];
  if (typeof step === 'number')
    return Array.isArray(event) && step in event ? valuesAt(event[step], rest) : [];
  return Object.hasOwn(event, step) ? valuesAt((event as Record<string, unknown>)[step], rest) : [];
}

function compare(value: unknown, { operator, operand }: Comparison): Truth {
  if (operator === '!=') return not(compare(value, { operator: '=', operand }));
  if (operator === '=') return equals(value, operand);
  const limit = operand.kind === 'text' ? Number(operand.text) : NaN;
  if (Number.isNaN(limit)) return null;
  if (typeof value !== 'number') return typeof value === 'string' ? null : false;
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
  }
}

function equals(value: unknown, operand: Comparison['operand']): Truth {
  if (typeof value === 'string')
    return operand.kind === 'regex' ? holds(operand.source, value) : isLike(operand.text, value);
  if (operand.kind === 'regex') return null;
  if (typeof value === 'number') return operand.text === '*' || Number(operand.text) === value;
  // true and false have IS TRUE and IS FALSE
  return operand.text === '*' || typeof value === 'boolean' ? null : false;
}

/** `*` stands for any text, also within quotes; case counts. */
function isLike(pattern: string, value: string): boolean {
  const [first = '', ...parts] = pattern.split('*');
  const last = parts.pop();
  if (last === undefined) return value === first;
  if (!value.startsWith(first) || value.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return value.endsWith(last) && at <= value.length - last.length;
}

/** More than AWS takes, or more repetitions than are sure to end soon: backtracking is n to their power. */
const TOO_MUCH = /[()]|(?:[*+?{][^*+?{]*){4}/;

function holds(source: string, value: string): Truth {
  if (TOO_MUCH.test(source)) return null;
  try {
    return new RegExp(source).test(value);
  } catch {
    return null;
  }
}

/** Patterns of words or of columns are meant for other logs: without a word of the event they match none of it. */
function byWords(pattern: string, event: object): Truth {
  const text = JSON.stringify(event);
  return (pattern.match(/\w+/g) ?? []).some((word) => text.includes(word)) ? null : false;
}
