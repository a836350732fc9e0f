import { describe, expect, it } from '@jest/globals';
import { canonical, stateHash } from './state-hash.js';

describe('stateHash', () => {
  it('is the same in whatever order fields come, and as rows give them back', () => {
    const state = { b: [1, { d: null, c: 'ü' }], a: true, none: undefined };
    expect(stateHash(state)).toBe(stateHash({ a: true, b: [1, { c: 'ü', d: null }] }));
    expect(stateHash(state)).toBe(stateHash(JSON.parse(JSON.stringify(state))));
    expect(stateHash(state)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is another one for another value, order in a list, or field', () => {
    const hashes = [{ a: [1, 2] }, { a: [2, 1] }, { a: ['1', 2] }, { a: [1, 2], b: null }, { a: null }, null];
    expect(new Set(hashes.map(stateHash)).size).toBe(hashes.length);
  });

  it('is of canonical JSON', () => {
    expect(canonical({ b: 1, a: [undefined, 'x'], c: new Date(0) })).toBe(
      '{"a":[null,"x"],"b":1,"c":"1970-01-01T00:00:00.000Z"}',
    );
  });
});
