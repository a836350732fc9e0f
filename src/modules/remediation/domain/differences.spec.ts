import { describe, expect, it } from '@jest/globals';
import { differences } from './differences.js';

describe('where two states differ', () => {
  it('is nowhere for the same JSON, in whatever order its fields come', () => {
    expect(differences({ a: { b: 1, c: [1, { d: null }] } }, { a: { c: [1, { d: null }], b: 1 } })).toEqual(
      [],
    );
  });

  it('is named by its path, with what was and what is', () => {
    expect(differences({ a: { b: 1 }, l: [1, 2] }, { a: { b: 2 }, l: [1] })).toEqual([
      'a.b: was 1, is 2',
      'l.1: was 2, is not there',
    ]);
  });

  it('tells null from what is not there, and a list from an object', () => {
    expect(differences({ a: null }, {})).toEqual(['a: was null, is not there']);
    expect(differences({ a: [] }, { a: {} })).toEqual(['a: was [], is {}']);
  });

  it('is told in few and short lines', () => {
    const many = Object.fromEntries(Array.from({ length: 15 }, (_, i) => [`f${i}`, 'x'.repeat(500)]));
    const lines = differences(many, {});
    expect(lines).toHaveLength(11);
    expect(lines.at(-1)).toBe('and 5 more');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(160);
  });
});
