import { isObject, type Json } from '../json.js';
import { parseIntrinsic, type Call } from './intrinsic-syntax.js';
import { INTRINSICS, takes } from './intrinsics.js';
import { parsePath } from './path-syntax.js';
import { SyntaxFault } from './reader.js';

export interface TemplateProblem {
  /** JSON pointer from the template's own root. */
  pointer: string;
  message: string;
}

/** What CreateStateMachine refuses in a payload template: `name.$` that holds no path and no intrinsic. */
export function checkTemplate(template: Json): TemplateProblem[] {
  return check(template, '');
}

function check(template: Json, pointer: string): TemplateProblem[] {
  if (Array.isArray(template)) return template.flatMap((item, at) => check(item, `${pointer}/${at}`));
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([name, value]) => {
    const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!name.endsWith('.$')) return check(value, place);
    const message = checkDynamic(name, value);
    return message === undefined ? [] : [{ pointer: place, message }];
  });
}

function checkDynamic(name: string, value: Json): string | undefined {
  const message = `The value for the field '${name}' must be a valid JSONPath or a valid intrinsic function call`;
  if (typeof value !== 'string') return message;
  try {
    if (value.startsWith('$')) {
      parsePath(value);
      return undefined;
    }
    return isKnown(parseIntrinsic(value)) ? undefined : message;
  } catch (error) {
    if (error instanceof SyntaxFault) return message;
    throw error;
  }
}

/** Whether each function in the call exists and takes as many arguments. */
export function isKnown(call: Call): boolean {
  const intrinsic = INTRINSICS.get(call.name);
  if (intrinsic === undefined || !takes(intrinsic, call.args.length)) return false;
  return call.args.every((argument) => argument.kind !== 'call' || isKnown(argument.call));
}

/** Whether a text is an intrinsic call that CreateStateMachine takes; CausePath and ErrorPath may hold one too. */
export function checkIntrinsic(text: string): string | undefined {
  try {
    return isKnown(parseIntrinsic(text)) ? undefined : 'Value is not a valid intrinsic function.';
  } catch (error) {
    if (error instanceof SyntaxFault) return 'Value is not a valid intrinsic function.';
    throw error;
  }
}
