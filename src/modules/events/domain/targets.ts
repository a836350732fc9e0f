import { textsAt } from './paths.js';
import type { OneTarget, Place, Target } from './rule.js';

/** A resource that an event tells of. */
export interface Touched {
  arn: string;
  /** Of the inventory; null: it holds no such resources. */
  type: string | null;
  region: string;
}

/** What targets are filled in from. */
export interface Reading {
  /** The parts of the event, by what paths begin with. */
  root: Readonly<Record<string, unknown>>;
  place: Place;
  /** ARNs in the event's own `resources`, of a type. */
  byRecord: (type: string) => string[];
}

/** The resources that a target names in this event; each once. */
export function touchedBy(target: OneTarget, reading: Reading): Touched[] {
  if ('first' in target) {
    for (const one of target.first) {
      const found = touchedBy(one, reading);
      if (found.length > 0) return found;
    }
    return [];
  }
  const arns = 'recorded' in target ? reading.byRecord(target.recorded) : arnsOf(target, reading);
  return [...new Set(arns)].map((arn) => touched(arn, target.type, reading.place.region));
}

/** An ARN may be of another region than the call: a replica, a copy. */
export const touched = (arn: string, type: string | null, region: string): Touched => ({
  ...{ arn, type },
  region: arn.split(':')[3] || region,
});

const PLACE = /\{([^{}]+)\}/;

function arnsOf({ template, id }: Target, { root, place }: Reading): string[] {
  const here = template
    .replaceAll('{partition}', place.partition)
    .replaceAll('{region}', place.region)
    .replaceAll('{account}', place.account);
  return filled(here, (path) =>
    textsAt(root, path).flatMap((value) => {
      const text = id === undefined ? value : id(value, place);
      return text === undefined || text === '' ? [] : [text.replaceAll(/[{}]/g, '')];
    }),
  );
}

/** Fills one place after the other; a value that is such a resource's ARN itself stands for the whole. */
function filled(arn: string, valuesAt: (path: string) => string[]): string[] {
  const path = PLACE.exec(arn)?.[1];
  if (path === undefined) return [arn];
  return valuesAt(path).flatMap((value) => {
    if (value.startsWith('arn:')) return isArnOf(arn, value) ? [value] : [];
    return filled(
      arn.replace(`{${path}}`, () => value),
      valuesAt,
    );
  });
}

/**
 * Whether an ARN has the form of what the target names: a record gives an alias the type of its key. A target that
 * takes what is recorded knows no form.
 */
export function mayBe(target: OneTarget, arn: string): boolean {
  if ('first' in target) return target.first.some((one) => mayBe(one, arn));
  return 'template' in target && isArnOf(target.template, arn);
}

/** Of the same service and the same kind: `arn:aws:iam::1:user/{…}` is met by `arn:aws:iam::1:user/eng/alice`. */
function isArnOf(template: string, arn: string): boolean {
  const [, , service, , , ...resource] = arn.split(':');
  const [, , expected, , , ...wanted] = template.split(':');
  if (service !== expected) return false;
  const pieces = wanted.join(':').split(/\{[^{}]+\}/);
  return isFilled(pieces, resource.join(':'));
}

const LINE_BREAK = /[\n\r\u2028\u2029]/;

/**
 * Whether a text is these pieces with something between each two of them. Each piece is taken where it comes first, so
 * the time grows with the length alone: an event says whatever its sender likes, and a regular expression with two
 * gaps takes minutes over a megabyte of it.
 */
function isFilled(pieces: readonly string[], text: string): boolean {
  const [first = '', ...rest] = pieces;
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (LINE_BREAK.test(text) || !text.startsWith(first) || !text.endsWith(last)) return false;
  let from = first.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from + 1);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return from + 1 <= text.length - last.length;
}
