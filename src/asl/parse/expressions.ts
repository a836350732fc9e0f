import { isObject, type Json } from '../json.js';
import { checkJsonata, isJsonata, type JsonataProblem } from '../data/index.js';
import { bounded } from './bounded.js';
import { report, within, type Place } from './place.js';

const TOO_DEEP: JsonataProblem[] = [
  { code: 'INVALID_JSONATA_EXPRESSION', message: 'The expression is nested too deeply' },
];

/** Every `{% ... %}` text anywhere in a value; other texts are what they are. */
export function checkExpressions(value: Json, place: Place): void {
  if (place.problems.full) return;
  if (isJsonata(value)) checkExpression(value, place);
  else if (Array.isArray(value)) {
    for (const [position, item] of value.entries()) checkExpressions(item, within(place, position));
  } else if (isObject(value)) {
    for (const [name, item] of Object.entries(value)) checkExpressions(item, within(place, name));
  }
}

/** One `{% ... %}` text: that it parses, and that it refers to what there is. */
export function checkExpression(text: string, place: Place): void {
  for (const { code, message } of bounded(() => checkJsonata(text, place.reach), TOO_DEEP)) {
    report(place, message, code);
  }
}
