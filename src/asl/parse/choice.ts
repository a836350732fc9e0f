import { conditionPath, output } from './paths.js';
import { report } from './place.js';
import {
  arrayOf,
  both,
  checkShape,
  inJsonata,
  inJsonPath,
  nonEmpty,
  type Check,
  type Field,
  type Shape,
} from './shape.js';
import { flag, number, orJsonata, text, timestamp } from './values.js';
import { assignment } from './variables.js';

/** state-choice, "Comparison operators". */
const ORDERED = ['Equals', 'LessThan', 'GreaterThan', 'LessThanEquals', 'GreaterThanEquals'];
const COMPARABLE: Readonly<Record<string, Check>> = { String: text, Numeric: number, Timestamp: timestamp };
const TESTS = ['IsNull', 'IsPresent', 'IsNumeric', 'IsString', 'IsBoolean', 'IsTimestamp'];

const OPERATORS: Readonly<Record<string, Field>> = Object.fromEntries([
  ...Object.entries(COMPARABLE).flatMap(([type, check]) =>
    ORDERED.flatMap((order) => comparison(`${type}${order}`, check)),
  ),
  ...comparison('BooleanEquals', flag),
  ['StringMatches', inJsonPath(text)],
  ...TESTS.map((name) => [name, inJsonPath(flag)] as const),
]);

function comparison(name: string, check: Check): [string, Field][] {
  return [
    [name, inJsonPath(check)],
    [`${name}Path`, inJsonPath(conditionPath)],
  ];
}

const CONNECTIVES = ['And', 'Or', 'Not'];

const checkNested: Check = (rule, place) => checkShape(rule, NESTED, place);

/** A rule within And, Or and Not: it decides, but leads nowhere. */
const NESTED: Shape = {
  fields: {
    Comment: both(text),
    Variable: inJsonPath(conditionPath),
    And: inJsonPath(nonEmpty(arrayOf(checkNested))),
    Or: inJsonPath(nonEmpty(arrayOf(checkNested))),
    Not: inJsonPath(checkNested),
    ...OPERATORS,
  },
  also: (rule, place) => {
    const given = Object.keys(rule).filter(
      (name) => Object.hasOwn(OPERATORS, name) || CONNECTIVES.includes(name),
    );
    const compares = given.some((name) => !CONNECTIVES.includes(name));
    if (given.length > 1) {
      report(place, `There should only be one of the following fields: [${given.join(', ')}]`);
    } else if (given.length === 0) {
      report(
        place,
        'A rule needs And, Or, Not or a Variable with a comparison operator such as StringEquals',
      );
    }
    if (compares && !Object.hasOwn(rule, 'Variable')) report(place, 'These fields are required: [Variable]');
    if (!compares && given.length > 0 && Object.hasOwn(rule, 'Variable')) {
      report(place, "Field 'Variable' is not supported beside And, Or and Not");
    }
  },
};

const leads: Readonly<Record<string, Field>> = { Next: both(text), Assign: both(assignment) };

const IN_JSONPATH: Shape = {
  ...NESTED,
  fields: { ...NESTED.fields, ...leads, Condition: inJsonata(text), Output: inJsonata(output) },
  required: ['Next'],
};

const condition: Check = orJsonata((value, place) => {
  if (typeof value === 'boolean') return;
  report(place, "A Condition is true, false or a JSONata expression such as '{% $states.input.ready %}'");
});

const IN_JSONATA: Shape = {
  fields: { ...IN_JSONPATH.fields, Condition: inJsonata(condition) },
  required: ['Condition', 'Next'],
};

/** The rules of a Choice state. */
export const choices: Check = nonEmpty(
  arrayOf((rule, place) => checkShape(rule, place.language === 'JSONata' ? IN_JSONATA : IN_JSONPATH, place)),
);
