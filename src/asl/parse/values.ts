import { isJsonata } from '../data/index.js';
import { parseTimestamp } from '../timestamp.js';
import { checkExpression } from './expressions.js';
import { report } from './place.js';
import { shown } from './problems.js';
import type { Check } from './shape.js';

export const anything: Check = () => undefined;

export const text: Check = (value, place) => {
  if (typeof value !== 'string') report(place, 'Expected value of type String');
};

export const flag: Check = (value, place) => {
  if (typeof value !== 'boolean') report(place, 'Expected value of type Boolean');
};

export const number: Check = (value, place) => {
  if (typeof value !== 'number') report(place, 'Expected value of type Number');
};

export const integer =
  (minimum: number, maximum = Number.MAX_SAFE_INTEGER): Check =>
  (value, place) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      report(place, 'Expected value of type Integer');
    else if (value < minimum) report(place, `Minimum value is ${minimum}`);
    else if (value > maximum) report(place, `Maximum value is ${maximum}`);
  };

export const decimal =
  (minimum: number, maximum = Number.MAX_VALUE): Check =>
  (value, place) => {
    if (typeof value !== 'number') report(place, 'Expected value of type Float');
    else if (value < minimum) report(place, `Minimum value is ${minimum.toFixed(1)}`);
    else if (value > maximum) report(place, `Maximum value is ${maximum.toFixed(1)}`);
  };

export const oneOf =
  (...values: string[]): Check =>
  (value, place) => {
    if (typeof value !== 'string') report(place, 'Expected value of type String');
    else if (!values.includes(value)) report(place, `Value must be one of: [${values.join(', ')}]`);
  };

export const textWithin =
  (least: number, most: number): Check =>
  (value, place) => {
    if (typeof value !== 'string') report(place, 'Expected value of type String');
    else if (value.length < least || value.length > most) {
      report(place, `Value must have ${least} to ${most} characters`);
    }
  };

/** In a state of JSONata a field may hold `{% ... %}` in place of its value. */
export const orJsonata =
  (check: Check): Check =>
  (value, place) => {
    if (place.language === 'JSONata' && isJsonata(value)) checkExpression(value, place);
    else check(value, place);
  };

export const nullable =
  (check: Check): Check =>
  (value, place) => {
    if (value !== null) check(value, place);
  };

/** Seconds of a Wait and of timeouts end here (state-wait, state-task). */
export const MOST_SECONDS = 99_999_999;

/** RFC 3339 with an upper case T and Z (states-language.net, "Timestamps"), as a Wait reads it. */
export const timestamp: Check = (value, place) => {
  if (typeof value !== 'string') report(place, 'Expected value of type String');
  else if (parseTimestamp(value) === undefined) {
    report(place, `'${shown(value)}' is not a timestamp such as 2030-01-31T09:00:00Z`);
  }
};

const ARN = /^arn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S/;

/** Whether there is such a resource shows when the task runs: integrations are the engine's. */
export const resourceArn: Check = (value, place) => {
  if (typeof value !== 'string') report(place, 'Expected value of type String');
  else if (!ARN.test(value)) report(place, 'Value is not a valid resource ARN');
};
