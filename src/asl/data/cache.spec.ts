import { describe, expect, it } from '@jest/globals';
import { Cache } from './cache.js';

describe('Cache', () => {
  it('makes a value once and forgets the one not asked for longest', () => {
    const made: string[] = [];
    const cache = new Cache((text) => {
      made.push(text);
      return text.toUpperCase();
    }, 2);
    for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) expect(cache.get(text)).toBe(text.toUpperCase());
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('does not keep a failure', () => {
    let calls = 0;
    const cache = new Cache(() => {
      calls += 1;
      throw new Error('no');
    });
    expect(() => cache.get('a')).toThrow('no');
    expect(() => cache.get('a')).toThrow('no');
    expect(calls).toBe(2);
  });
});
