import { isObject, type Json, type JsonObject } from '../json.js';
import { matchesFilter } from './filter-match.js';
import { asJavaText } from './java-text.js';
import type { Path, Segment } from './path-ast.js';
import { applyPathFunction } from './path-function.js';
import { isDefinite, isDefiniteSegment } from './path-syntax.js';
import { rootValue, type Scope } from './scope.js';

/** Why a definite path leads nowhere: no such field, no such element, or an index into what is no array. */
type Miss = 'field' | 'element' | 'array';

/** Nothing stands at a definite path. `message` is Jayway JsonPath's, which AWS passes on. */
export class PathNotFound extends Error {
  constructor(
    message: string,
    readonly miss: Miss = 'field',
  ) {
    super(message);
  }
}

/**
 * The value at a path: of a definite path the value itself, of any other the list of all that it found, which may
 * be empty. The semantics are those of Jayway JsonPath, the reference library of the States Language.
 * @throws PathNotFound where a definite path leads nowhere
 */
export function evaluatePath(path: Path, scope: Scope): Json {
  const root = rootValue(path.root, scope);
  if (root === undefined) throw new PathNotFound(`No results for path: ${path.root}`);
  return evaluateFrom(path, root, root);
}

function evaluateFrom(path: Path, start: Json, root: Json): Json {
  const direct = path.steps === undefined ? undefined : follow(path.steps, start);
  if (direct !== undefined) return direct;
  const last = path.segments.at(-1);
  if (last?.kind !== 'function') return collect(path.segments, start, root);
  return applyPathFunction(last.name, collect(path.segments.slice(0, -1), start, root));
}

/** The way of most paths, without a word on what went wrong. */
function follow(steps: readonly (string | number)[], start: Json): Json | undefined {
  let value = start;
  for (const step of steps) {
    const next = child(value, step);
    if (next === undefined) return undefined;
    value = next;
  }
  return value;
}

/** The field or the element of a value, where it has it; a negative index counts from the end. */
export function child(value: Json, step: string | number): Json | undefined {
  if (typeof step === 'number') return Array.isArray(value) ? value.at(step) : undefined;
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function collect(segments: readonly Segment[], start: Json, root: Json): Json {
  const found: Json[] = [];
  const walk = new Walk(segments, root, found);
  walk.from(0, start, '$', true);
  if (!isDefinite(segments)) return found;
  const value = found.at(-1);
  if (value === undefined) throw new PathNotFound(`No results for path: ${display(segments)}`, 'element');
  return value;
}

/** One evaluation: goes down the segments and collects what the last of them reaches. */
class Walk {
  constructor(
    private readonly segments: readonly Segment[],
    private readonly root: Json,
    private readonly found: Json[],
  ) {}

  /** `definite`: every segment before this one names a single place, so a miss is an error and not an empty list. */
  from(position: number, value: Json, place: string, definite: boolean): void {
    const segment = this.segments[position];
    if (segment === undefined) {
      this.found.push(value);
      return;
    }
    switch (segment.kind) {
      case 'property':
        return this.property(position, segment.names, value, place, definite);
      case 'index':
        return this.array(position, value, place, definite, (list) =>
          segment.indexes.map((at) => [at, list.at(at)]),
        );
      case 'slice':
        return this.array(position, value, place, definite, (list) => slice(list, segment.from, segment.to));
      case 'wildcard':
        for (const [step, child] of children(value)) this.next(position, child, `${place}${step}`, false);
        return;
      case 'filter':
        if (!isObject(value) && !Array.isArray(value) && definite) {
          throw new PathNotFound(
            `Filter: [?] can not be applied to primitives. Current context is: ${String(value)}`,
            'array',
          );
        }
        for (const child of Array.isArray(value) ? value : [value]) {
          if (this.accepts(segment, child)) this.next(position, child, `${place}[?]`, false);
        }
        return;
      case 'scan':
        return this.scan(position + 1, value, place);
      case 'function':
        return;
    }
  }

  /** Past a wildcard, a filter or a scan a miss is no error any more. */
  private next(position: number, value: Json, place: string, definite: boolean): void {
    this.from(position + 1, value, place, definite);
  }

  private property(position: number, names: string[], value: Json, place: string, definite: boolean): void {
    const isLast = position === this.segments.length - 1;
    if (!isObject(value)) {
      if (!definite) return;
      throw new PathNotFound(
        `Expected to find an object with property ${bracket(names)} in path ${place} but found '${javaType(value)}'. ` +
          "This is not a json object according to the JsonProvider: 'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'.",
      );
    }
    if (names.length > 1 && isLast) return this.next(position, pick(value, names), place, definite);
    for (const name of names) {
      const child = Object.hasOwn(value, name) ? value[name] : undefined;
      const childPlace = `${place}${bracket([name])}`;
      if (child !== undefined) this.next(position, child, childPlace, definite && names.length === 1);
      else if (isLast && definite) throw new PathNotFound(`No results for path: ${childPlace}`);
      else if (definite && names.length === 1)
        throw new PathNotFound(`Missing property in path ${childPlace}`);
    }
  }

  private array(
    position: number,
    value: Json,
    place: string,
    definite: boolean,
    choose: (list: Json[]) => [number, Json | undefined][],
  ): void {
    if (!Array.isArray(value)) {
      if (!definite) return;
      if (value === null) throw new PathNotFound(`The path ${place} is null`);
      throw new PathNotFound(
        `Filter: ${this.displayFrom(position)} can only be applied to arrays. Current context is: ${asJavaText(value)}`,
        'array',
      );
    }
    const segment = this.segments[position];
    const single = segment !== undefined && isDefiniteSegment(segment, false);
    for (const [at, item] of choose(value)) {
      if (item !== undefined) this.next(position, item, `${place}[${at}]`, definite && single);
    }
  }

  /** Tries the segment at `position` on the value and on all below it, outer before inner. */
  private scan(position: number, value: Json, place: string): void {
    const segment = this.segments[position];
    if (segment === undefined) return;
    if (segment.kind !== 'filter') this.from(position, value, place, false);
    else if (this.accepts(segment, value)) this.next(position, value, `${place}[?]`, false);
    for (const [step, child] of children(value)) this.scan(position, child, `${place}${step}`);
  }

  private accepts(segment: Extract<Segment, { kind: 'filter' }>, element: Json): boolean {
    return matchesFilter(segment.filter, (path) => {
      try {
        return evaluateFrom(path, path.root === '@' ? element : this.root, this.root);
      } catch (error) {
        if (error instanceof PathNotFound) return undefined;
        throw error;
      }
    });
  }

  private displayFrom(position: number): string {
    return this.segments.slice(position).map(displaySegment).join('');
  }
}

function pick(value: JsonObject, names: string[]): JsonObject {
  const picked: JsonObject = {};
  for (const name of names) {
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field !== undefined) picked[name] = field;
  }
  return picked;
}

/**
 * `to` is not taken, and a bound counts from the end where it is negative. With both bounds given the places from one
 * to the other are looked up one by one, so that `[1:-1]` finds nothing.
 */
function slice(list: Json[], from: number | undefined, to: number | undefined): [number, Json | undefined][] {
  const end = to ?? list.length;
  const places: [number, Json | undefined][] = [];
  let at = from ?? 0;
  if (to === undefined && at < 0) at = Math.max(0, list.length + at);
  const last = Math.min(list.length, from === undefined && end < 0 ? list.length + end : end);
  for (; at < last; at++) places.push([at, list.at(at)]);
  return places;
}

function children(value: Json): [string, Json][] {
  if (Array.isArray(value)) return value.map((item, at) => [`[${at}]`, item]);
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, field]) => [bracket([name]), field]);
}

const bracket = (names: string[]): string => `[${names.map((name) => `'${name}'`).join(',')}]`;

/** The path as Jayway writes it: every name in brackets. */
const display = (segments: readonly Segment[]): string => `$${segments.map(displaySegment).join('')}`;

function displaySegment(segment: Segment): string {
  switch (segment.kind) {
    case 'property':
      return bracket(segment.names);
    case 'index':
      return `[${segment.indexes.join(',')}]`;
    case 'slice':
      return `[${segment.from ?? ''}:${segment.to ?? ''}]`;
    case 'wildcard':
      return '[*]';
    case 'filter':
      return '[?]';
    case 'scan':
      return '..';
    case 'function':
      return `.${segment.name}()`;
  }
}

function javaType(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'net.minidev.json.JSONArray';
  if (typeof value === 'string') return 'java.lang.String';
  if (typeof value === 'boolean') return 'java.lang.Boolean';
  return Number.isInteger(value) ? 'java.lang.Integer' : 'java.lang.Double';
}
