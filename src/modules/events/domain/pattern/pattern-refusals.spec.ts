import { describe, expect, it } from '@jest/globals';
import { patternOf } from './pattern.js';

const problemsOf = (pattern: unknown) => {
  const read = patternOf(pattern);
  return 'problems' in read ? read.problems.map(({ path }) => path) : [];
};
const detail = (name: string, ...conditions: unknown[]) => ({ detail: { [name]: conditions } });

describe('a pattern is refused', () => {
  it.each<[what: string, pattern: unknown, paths: string[]]>([
    ['that is no object', ['x'], ['']],
    ['that is empty', {}, ['']],
    ['with an empty object', { detail: {} }, ['detail']],
    ['with an empty array', { source: [] }, ['source']],
    ['with a value that is in no array', { source: 'aws.ec2', detail: { a: 1 } }, ['source', 'detail.a']],
    ['with an operator in no array', { detail: { a: { prefix: 'x' } } }, ['detail.a.prefix']],
    ['with an array in an array', { source: [['x']] }, ['source.0']],
    ['with an unknown operator', detail('a', { regex: 'x' }), ['detail.a.0']],
    ['with an inherited operator', detail('a', { toString: 'x' }), ['detail.a.0']],
    ['with two operators in one object', detail('a', { prefix: 'x', suffix: 'y' }), ['detail.a.0']],
    ['with an operator of nothing', detail('a', {}), ['detail.a.0']],
    ['with a number as prefix', detail('a', { prefix: 1 }), ['detail.a.0.prefix']],
    ['with a prefix of something else', detail('a', { prefix: { suffix: 'x' } }), ['detail.a.0.prefix']],
    ['with exists of a text', detail('a', { exists: 'true' }), ['detail.a.0.exists']],
    ['with numeric of no array', detail('a', { numeric: 5 }), ['detail.a.0.numeric']],
    ['with numeric of nothing', detail('a', { numeric: [] }), ['detail.a.0.numeric']],
    ['with numeric of an unknown sign', detail('a', { numeric: ['!=', 5] }), ['detail.a.0.numeric.0']],
    ['with numeric of a text', detail('a', { numeric: ['<', '5'] }), ['detail.a.0.numeric.1']],
    ['with numeric without its number', detail('a', { numeric: ['<'] }), ['detail.a.0.numeric.1']],
    ['with numeric upside down', detail('a', { numeric: ['<', 5, '>', 0] }), ['detail.a.0.numeric.2']],
    ['with an empty range', detail('a', { numeric: ['>', 5, '<', 5] }), ['detail.a.0.numeric.3']],
    ['with three ends', detail('a', { numeric: ['>', 1, '<', 5, '<', 6] }), ['detail.a.0.numeric.4']],
    ['with a number that is too large', detail('a', { numeric: ['<', 5e9 + 1] }), ['detail.a.0.numeric.1']],
    ['with no block', detail('a', { cidr: '10.0.0.0' }), ['detail.a.0.cidr']],
    ['with a block of one address', detail('a', { cidr: '10.0.0.1/32' }), ['detail.a.0.cidr']],
    ['with a block of no address', detail('a', { cidr: '10.0.0.256/8' }), ['detail.a.0.cidr']],
    ['with anything but true', detail('a', { 'anything-but': true }), ['detail.a.0.anything-but']],
    ['with anything but nothing', detail('a', { 'anything-but': [] }), ['detail.a.0.anything-but']],
    [
      'with anything but mixed values',
      detail('a', { 'anything-but': ['x', 1] }),
      ['detail.a.0.anything-but'],
    ],
    [
      'with anything but numeric',
      detail('a', { 'anything-but': { numeric: ['>', 1] } }),
      ['detail.a.0.anything-but'],
    ],
    [
      'with anything but an empty prefix',
      detail('a', { 'anything-but': { prefix: '' } }),
      ['detail.a.0.anything-but.prefix'],
    ],
    [
      'with anything but no prefixes',
      detail('a', { 'anything-but': { prefix: [] } }),
      ['detail.a.0.anything-but.prefix'],
    ],
    [
      'with anything but a number as suffix',
      detail('a', { 'anything-but': { suffix: ['x', 1] } }),
      ['detail.a.0.anything-but.suffix.1'],
    ],
    ['with wildcards side by side', detail('a', { wildcard: 'a**b' }), ['detail.a.0.wildcard']],
    ['with a stray backslash', detail('a', { wildcard: 'a\\b' }), ['detail.a.0.wildcard']],
    ['with too many wildcards', detail('a', { wildcard: 'a*'.repeat(17) }), ['detail.a.0.wildcard']],
    ['with $or of one', { $or: [{ source: ['x'] }] }, ['$or']],
    ['with $or of no array', { $or: { source: ['x'] } }, ['$or']],
    ['with $or of texts', { $or: ['x', 'y'] }, ['$or.0', '$or.1']],
    ['with an operator as a field in $or', { $or: [{ prefix: ['x'] }, { a: [1] }] }, ['$or.0.prefix']],
    ['that asks for a field twice', { source: ['x'], $or: [{ source: ['y'] }, { a: [1] }] }, ['$or']],
  ])('%s', (_what, pattern, paths) => {
    expect(problemsOf(pattern)).toEqual(paths);
  });

  it('that is too long, too deep or makes too many combinations', () => {
    expect(problemsOf({ source: ['x'.repeat(4096)] })).toEqual(['']);
    expect(problemsOf({ source: ['x'.repeat(4000)] })).toEqual([]);
    let deep: unknown = ['x'];
    for (let depth = 0; depth < 70; depth += 1) deep = { a: deep };
    expect(problemsOf(deep)).toEqual(['']);
    const either = (name: string) => ({
      $or: Array.from({ length: 11 }, (_, at) => ({ [`${name}${at}`]: [1] })),
    });
    expect(problemsOf({ a: either('x'), b: either('y') })).toEqual([]);
    expect(problemsOf({ a: either('x'), b: either('y'), c: either('z') })).toEqual(['c']);
  });
});
