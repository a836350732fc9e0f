import { Cache } from './cache.js';
import { Reader } from './reader.js';
import { readFilter } from './filter-syntax.js';
import type { Path, Segment } from './path-ast.js';
import { isPathFunction } from './path-function.js';

/** Names of variables: letters of any script, digits and underscores, no digit first. */
const VARIABLE = /[\p{ID_Start}_][\p{ID_Continue}\u200c\u200d]*/uy;
/** What ends a name in dot notation. Inside intrinsics and filters more does. */
const NAME_END = { alone: '.[', inside: '.[ \t\r\n,()=<>!&|~]' } as const;

const paths = new Cache(parse);

/**
 * Parses a whole text as a path. The syntax is Jayway JsonPath's, as the States Language has it, with a backslash
 * before any character that a name in dot notation takes as it is.
 * @throws SyntaxFault
 */
export const parsePath = (text: string): Path => paths.get(text);

function parse(text: string): Path {
  const reader = new Reader(text);
  const path = readPathFrom(reader, 'alone');
  if (!reader.done) throw reader.fault('unexpected character');
  return path;
}

/** Reads the path that starts here; `inside` an intrinsic or a filter it ends where an operator or a comma does. */
export function readPathFrom(reader: Reader, where: keyof typeof NAME_END): Path {
  const root = readRoot(reader);
  const segments: Segment[] = [];
  while (!reader.done) {
    if (reader.take('..')) {
      segments.push({ kind: 'scan' }, reader.peek() === '[' ? readBracket(reader) : readName(reader, where));
    } else if (reader.take('.')) segments.push(readName(reader, where));
    else if (reader.peek() === '[') segments.push(readBracket(reader));
    else break;
    if (segments.at(-1)?.kind === 'function') break;
  }
  return { root, segments, steps: stepsOf(segments) };
}

function readRoot(reader: Reader): string {
  if (reader.take('@')) return '@';
  if (reader.take('$$')) return '$$';
  reader.expect('$');
  return `$${reader.match(VARIABLE) ?? ''}`;
}

function readName(reader: Reader, where: keyof typeof NAME_END): Segment {
  if (reader.peek() === '*') {
    reader.next();
    return { kind: 'wildcard' };
  }
  let name = '';
  while (!reader.done && !NAME_END[where].includes(reader.peek())) {
    const character = reader.next();
    if (character === '\\') {
      if (reader.done) throw reader.fault('nothing to escape');
      name += reader.next();
    } else name += character;
  }
  const called = name.endsWith('()') ? name.slice(0, -'()'.length) : name;
  if (isPathFunction(called) && (called !== name || reader.take('()')))
    return { kind: 'function', name: called };
  if (name === '') throw reader.fault('missing name');
  if (name.includes(' ')) throw reader.fault('blank character in a name without brackets');
  return { kind: 'property', names: [name] };
}

function readBracket(reader: Reader): Segment {
  reader.expect('[');
  reader.skipSpace();
  const segment = readBracketContent(reader);
  reader.skipSpace();
  reader.expect(']');
  return segment;
}

function readBracketContent(reader: Reader): Segment {
  if (reader.take('*')) return { kind: 'wildcard' };
  if (reader.take('?')) {
    reader.skipSpace();
    return { kind: 'filter', filter: readFilter(reader, (inner) => readPathFrom(inner, 'inside')) };
  }
  if (`'"`.includes(reader.peek()) && !reader.done) {
    return { kind: 'property', names: readList(reader, () => readQuotedName(reader)) };
  }
  return readIndexes(reader);
}

function readQuotedName(reader: Reader): string {
  if (reader.done || !`'"`.includes(reader.peek())) throw reader.fault('expected a quoted name');
  return reader.quoted();
}

function readIndexes(reader: Reader): Segment {
  const from = readInteger(reader);
  reader.skipSpace();
  if (reader.take(':')) {
    reader.skipSpace();
    const to = readInteger(reader);
    if (from === undefined && to === undefined) throw reader.fault('a slice needs a number');
    return { kind: 'slice', from, to };
  }
  if (from === undefined) throw reader.fault('expected an index');
  const others = reader.take(',') ? readList(reader, () => readRequiredInteger(reader)) : [];
  return { kind: 'index', indexes: [from, ...others] };
}

function readRequiredInteger(reader: Reader): number {
  const value = readInteger(reader);
  if (value === undefined) throw reader.fault('expected an index');
  return value;
}

function readInteger(reader: Reader): number | undefined {
  const digits = reader.match(/-?\d+/y);
  return digits === undefined ? undefined : Number(digits);
}

function readList<T>(reader: Reader, readOne: () => T): T[] {
  const list: T[] = [];
  do {
    reader.skipSpace();
    list.push(readOne());
    reader.skipSpace();
  } while (reader.take(','));
  return list;
}

/** Whether a path names one place at most, so that it gives a value and not a list of those it found. */
export const isDefinite = (segments: readonly Segment[]): boolean =>
  segments.every((segment, position) => isDefiniteSegment(segment, position === segments.length - 1));

/** Several names pick one object of them where they end a path, and one value each elsewhere. */
export function isDefiniteSegment(segment: Segment, isLast: boolean): boolean {
  if (segment.kind === 'property') return segment.names.length === 1 || isLast;
  return segment.kind === 'index' && segment.indexes.length === 1;
}

function stepsOf(segments: readonly Segment[]): (string | number)[] | undefined {
  const steps: (string | number)[] = [];
  for (const segment of segments) {
    if (segment.kind !== 'property' && segment.kind !== 'index') return undefined;
    const [step, other] = segment.kind === 'property' ? segment.names : segment.indexes;
    if (step === undefined || other !== undefined) return undefined;
    steps.push(step);
  }
  return steps;
}
