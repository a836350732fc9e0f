import { isObject, type Json, type JsonObject } from '../json.js';
import { report, within, type Language, type Place } from './place.js';
import { shown } from './problems.js';

export type Check = (value: Json, place: Place) => void;

/** A field that an object may have, in one query language or in both. */
export interface Field {
  check: Check;
  only?: Language;
}

export type Fields = Readonly<Record<string, Field>>;

/** What an object of a definition may and must hold. */
export interface Shape {
  fields: Fields;
  required?: readonly string[];
  /** Of each of these groups one field at most. */
  single?: readonly (readonly string[])[];
  /** Of each of these groups one field at least. */
  some?: readonly (readonly string[])[];
  /** What spans several fields. */
  also?: (value: JsonObject, place: Place) => void;
}

export const both = (check: Check): Field => ({ check });
export const inJsonPath = (check: Check): Field => ({ check, only: 'JSONPath' });
export const inJsonata = (check: Check): Field => ({ check, only: 'JSONata' });

/** The value of a field that the object itself has: `constructor` and the like are no fields. */
export const own = (value: JsonObject, name: string): Json | undefined =>
  Object.hasOwn(value, name) ? value[name] : undefined;

/** Checks an object by its shape; problems with the presence of a field stand at the object, as AWS locates them. */
export function checkShape(value: Json, shape: Shape, place: Place): void {
  if (!isObject(value)) {
    report(place, 'Expected value of type Object');
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    if (place.problems.full) return;
    checkField(name, item, shape.fields, place);
  }
  const missing = (shape.required ?? []).filter((name) => !Object.hasOwn(value, name));
  if (missing.length > 0) report(place, `These fields are required: [${missing.join(', ')}]`);
  for (const group of shape.some ?? []) {
    if (!group.some((name) => Object.hasOwn(value, name))) reportNone(group, shape.fields, place);
  }
  for (const group of shape.single ?? []) {
    const given = group.filter((name) => Object.hasOwn(value, name));
    if (given.length > 1) {
      report(place, `There should only be one of the following fields: [${given.join(', ')}]`);
    }
  }
  shape.also?.(value, place);
}

function checkField(name: string, value: Json, fields: Fields, place: Place): void {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (field === undefined) {
    report(place, `Field '${shown(name)}' is not supported`);
  } else if (field.only !== undefined && field.only !== place.language) {
    report(
      place,
      `The QueryLanguage is set to '${place.language}', but field '${name}' is only supported for the '${field.only}' QueryLanguage`,
    );
  } else {
    field.check(value, within(place, name));
  }
}

function reportNone(group: readonly string[], fields: Fields, place: Place): void {
  const usable = group.filter((name) => [undefined, place.language].includes(fields[name]?.only));
  report(place, `One of these fields is required: [${usable.join(', ')}]`);
}

/** Each element of an array by its place in it. */
export const arrayOf =
  (check: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) {
      report(place, 'Expected value of type Array');
      return;
    }
    for (const [position, item] of value.entries()) {
      if (place.problems.full) return;
      check(item, within(place, position));
    }
  };

export const nonEmpty =
  (check: Check): Check =>
  (value, place) => {
    if (Array.isArray(value) && value.length === 0) report(place, 'The array must not be empty');
    else check(value, place);
  };
