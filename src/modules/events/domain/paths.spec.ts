import { describe, expect, it } from '@jest/globals';
import { textsAt } from './paths.js';

describe('textsAt', () => {
  it('reads texts and numbers, and nothing else', () => {
    const root = {
      request: { name: 'x', version: 3, empty: '', is: true, none: null, list: ['a'], fields: {} },
    };
    expect(textsAt(root, 'request.name')).toEqual(['x']);
    expect(textsAt(root, 'request.version')).toEqual(['3']);
    for (const path of ['empty', 'is', 'none', 'list', 'fields', 'absent', 'name.deeper', 'absent.deeper'])
      expect(textsAt(root, `request.${path}`)).toEqual([]);
  });

  it('takes the first alternative that gives any', () => {
    const root = { request: { a: '', b: 'b', c: 'c' } };
    expect(textsAt(root, 'request.a|request.b|request.c')).toEqual(['b']);
  });

  it('takes every element of lists, of lists within lists too, and passes over what lacks the field', () => {
    const root = {
      response: {
        set: { items: [{ id: 'i-1' }, { other: 1 }, { id: 'i-2' }] },
        names: ['a', '', 'b'],
        groups: [{ members: [{ id: 1 }] }, { members: 'none' }, { members: [{ id: 2 }, { id: 3 }] }],
      },
    };
    expect(textsAt(root, 'response.set.items[].id')).toEqual(['i-1', 'i-2']);
    expect(textsAt(root, 'response.names[]')).toEqual(['a', 'b']);
    expect(textsAt(root, 'response.groups[].members[].id')).toEqual(['1', '2', '3']);
    expect(textsAt(root, 'response.set[].id')).toEqual([]);
  });

  it('compares names without regard to case, and prefers the exact one', () => {
    const root = { request: { dBInstanceIdentifier: 'db', ARN: 'upper', arn: 'lower' } };
    expect(textsAt(root, 'request.dbInstanceIdentifier')).toEqual(['db']);
    expect(textsAt(root, 'request.arn')).toEqual(['lower']);
  });

  it('never reads what an object inherits', () => {
    expect(textsAt({ request: {} }, 'request.constructor.name')).toEqual([]);
  });
});
