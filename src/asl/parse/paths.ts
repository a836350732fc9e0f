import { checkIntrinsic, checkPath, checkTemplate } from '../data/index.js';
import { checkExpressions } from './expressions.js';
import { bounded } from './bounded.js';
import { report, type Place } from './place.js';
import type { Check } from './shape.js';

type Kind = 'path' | 'reference' | 'condition';

const TOO_COMPLEX = 'Value is nested too deeply';

const path =
  (kind: Kind): Check =>
  (value, place) => {
    if (typeof value !== 'string') report(place, 'Expected value of type String');
    else reportPath(value, kind, place);
  };

/** @returns whether the text is a path */
function reportPath(text: string, kind: Kind, place: Place): boolean {
  const fault = bounded(() => checkPath(text, kind), TOO_COMPLEX);
  if (fault === undefined) return true;
  if (kind === 'path') report(place, 'Value must be a valid JSONPath.');
  else report(place, text.startsWith('$') ? fault : `${NOT_REFERENCE}: Reference path didn't start with '$'`);
  return false;
}

const NOT_REFERENCE = 'Value is not a Reference Path';

/** InputPath and OutputPath: any path. */
export const anyPath = path('path');
/** ItemsPath, SecondsPath and the like: names one place. */
export const referencePath = path('reference');
/** Variable and the `...Path` operators of a Choice rule. */
export const conditionPath = path('condition');

/** AWS takes no Context Object where it reads a Map's numbers from; ItemsPath alone may use it. */
export const numberPath: Check = (value, place) => {
  if (typeof value === 'string' && value.startsWith('$$')) {
    report(place, `${NOT_REFERENCE}: the Context Object cannot be used here`);
  } else referencePath(value, place);
};

/** A result goes into the state's input, not into the Context Object nor into a variable. */
export const resultPath: Check = (value, place) => {
  if (typeof value === 'string' && /^\$[^.[]/.test(value)) {
    report(place, `${NOT_REFERENCE}: a result can only be placed in the input, as '$.name'`);
  } else referencePath(value, place);
};

/** The intrinsics that give a text (state-fail, "CausePath" and "ErrorPath"). */
const TEXT_INTRINSICS =
  /^\s*States\.(Format|JsonToString|ArrayGetItem|Base64Encode|Base64Decode|Hash|UUID)\s*\(/;

/** ErrorPath and CausePath: a path or an intrinsic that gives a text. */
export const textPath: Check = (value, place) => {
  if (typeof value !== 'string' || !value.trimStart().startsWith('States.')) {
    referencePath(value, place);
    return;
  }
  const fault = bounded(() => checkIntrinsic(value), TOO_COMPLEX);
  if (fault !== undefined) report(place, fault);
  else if (!TEXT_INTRINSICS.test(value)) report(place, 'The intrinsic function does not give a text');
};

/** A payload template: `.$` keys in JSONPath, `{% ... %}` texts in JSONata. */
export const template: Check = (value, place) => {
  if (place.language === 'JSONata') {
    checkExpressions(value, place);
    return;
  }
  const faults = bounded(() => checkTemplate(value), [{ pointer: '', message: TOO_COMPLEX }]);
  for (const fault of faults) {
    report({ ...place, pointer: place.pointer + fault.pointer }, fault.message);
  }
};

/** Output and Assign come when the state is done: `$states.result` is there, and in a Catch `$states.errorOutput`. */
export const output: Check = (value, place) => {
  const reach = { ...place.reach, result: !place.reach.errorOutput };
  template(value, { ...place, reach });
};
