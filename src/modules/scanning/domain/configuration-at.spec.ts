import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { configurationBefore, settled } from './configuration-at.js';
import { jsonPatch } from './diff.js';

const at = (configuration: unknown, isDeleted = false) => ({ configuration, isDeleted });
const changed = (before: unknown, after: unknown) => ({
  what: 'changed' as const,
  patch: jsonPatch(before, after, []),
});

describe('a configuration as it was', () => {
  it('takes back what came later, the newest first', () => {
    const [one, two, three] = [
      { name: 'a', tags: { Owner: 'ann', 'a/b~c': 'x' }, ports: [1, 2] },
      { name: 'a', tags: { Owner: 'bob' }, ports: [2], encrypted: true },
      { name: 'a', tags: {}, ports: [] },
    ];
    expect(configurationBefore(at(three), [changed(two, three), changed(one, two)])).toEqual(one);
  });

  it('is whatever it was, whatever it became', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    fc.assert(
      fc.property(json, json, (before, after) => {
        const [plainBefore, plainAfter] = [before, after].map(
          (one) => JSON.parse(JSON.stringify(one)) as unknown,
        );
        expect(settled(configurationBefore(at(plainAfter), [changed(plainBefore, plainAfter)]), [])).toEqual(
          settled(plainBefore, []),
        );
      }),
    );
  });

  it('is not there before it was created, and while it was deleted', () => {
    expect(configurationBefore(at({ a: 1 }), [{ what: 'created', patch: [] }])).toBeUndefined();
    expect(configurationBefore(at({ a: 1 }), [{ what: 'restored', patch: [] }])).toBeUndefined();
    expect(configurationBefore(at({ a: 1 }, true), [])).toBeUndefined();
    expect(configurationBefore(at({ a: 1 }, true), [{ what: 'deleted', patch: [] }])).toEqual({ a: 1 });
  });

  it('lacks what changes by itself, in lists too', () => {
    const read = { keys: [{ id: 'k', lastUsedAt: 1 }], lastModified: 2, name: 'n' };
    expect(settled(read, ['lastModified', 'keys.lastUsedAt'])).toEqual({ keys: [{ id: 'k' }], name: 'n' });
  });
});
