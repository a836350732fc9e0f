import { describe, expect, it } from '@jest/globals';
import { cpu, daysAgo, denied, instance, user } from '../../../../test/support/scanning-examples.js';
import { jsonPatch, stableHash } from './diff.js';
import { ec2Instance } from './resources/ec2/instance.js';
import { iamUser } from './resources/iam/user.js';

const { volatile } = ec2Instance;

describe('jsonPatch', () => {
  it('names nested fields, and lists as a whole', () => {
    const before = instance({ tags: { Owner: 'a', Name: 'x' }, volumeIds: ['vol-1'] });
    const after = instance({
      tags: { Owner: 'b', Team: 't' },
      volumeIds: ['vol-1', 'vol-2'],
      httpTokens: 'optional',
    });
    expect(jsonPatch(before, after, volatile)).toEqual([
      { op: 'replace', path: '/httpTokens', value: 'optional', before: 'required' },
      { op: 'remove', path: '/tags/Name', before: 'x' },
      { op: 'replace', path: '/tags/Owner', value: 'b', before: 'a' },
      { op: 'add', path: '/tags/Team', value: 't' },
      { op: 'replace', path: '/volumeIds', value: ['vol-1', 'vol-2'], before: ['vol-1'] },
    ]);
  });

  it('points at names that hold what a pointer is made of', () => {
    const before = instance({ tags: { 'a/b': '1', 'c~d': '1', 'e.f': '1' } });
    const after = instance({ tags: { 'a/b': '2', 'c~d': '2', 'e.f': '2' } });
    expect(jsonPatch(before, after, volatile).map(({ path }) => path)).toEqual([
      '/tags/a~1b',
      '/tags/c~0d',
      '/tags/e.f',
    ]);
  });

  it('tells a part that AWS says is none from one that is not there', () => {
    expect(jsonPatch({ a: null }, { a: 1 }, [])).toEqual([
      { op: 'replace', path: '/a', value: 1, before: null },
    ]);
    expect(jsonPatch({ a: 1 }, { a: null }, [])).toEqual([
      { op: 'replace', path: '/a', value: null, before: 1 },
    ]);
    expect(jsonPatch({}, { a: null }, [])).toEqual([{ op: 'add', path: '/a', value: null }]);
  });

  it('ignores what changes by itself, also within lists', () => {
    expect(jsonPatch(instance({ cpu: cpu(1) }), instance({ cpu: null }), volatile)).toEqual([]);
    const key = { id: 'AKIA1', status: 'Active', createdAt: daysAgo(9), lastUsedAt: daysAgo(2) };
    const used = user({ accessKeys: [{ ...key, lastUsedAt: daysAgo(1) }], passwordLastUsed: daysAgo(1) });
    expect(jsonPatch(user({ accessKeys: [key] }), used, iamUser.volatile)).toEqual([]);
    const off = user({ accessKeys: [{ ...key, status: 'Inactive' }] });
    expect(jsonPatch(user({ accessKeys: [key] }), off, iamUser.volatile).map(({ path }) => path)).toEqual([
      '/accessKeys',
    ]);
  });

  it('takes a part without evidence, before or after, for no change', () => {
    const known = user({ consolePassword: { createdAt: daysAgo(9) } });
    const unknown = user({ consolePassword: denied });
    expect(jsonPatch(known, unknown, iamUser.volatile)).toEqual([]);
    expect(jsonPatch(unknown, known, iamUser.volatile)).toEqual([]);
    expect(jsonPatch(known, user({ consolePassword: null }), iamUser.volatile)).toHaveLength(1);
  });
});

describe('a tag that is called as what objects inherit', () => {
  it.each(['toString', 'constructor', '__proto__'])('is a field like any other: %s', (name) => {
    const tagged = { tags: JSON.parse(`{"${name}":"x"}`) as unknown };
    const [path, value] = [`/tags/${name}`, 'x'];
    expect(jsonPatch({ tags: {} }, tagged, [])).toEqual([{ op: 'add', path, value }]);
    expect(jsonPatch(tagged, { tags: {} }, [])).toEqual([{ op: 'remove', path, before: value }]);
    expect(stableHash(tagged, [])).not.toBe(stableHash({ tags: {} }, []));
  });
});

describe('stableHash', () => {
  it('does not depend on the order of fields, nor on volatile fields', () => {
    const one = instance({ tags: { a: '1', b: '2' } });
    const { id, ...rest } = instance({ tags: { b: '2', a: '1' }, cpu: cpu(99) });
    expect(stableHash({ ...rest, id }, volatile)).toBe(stableHash(one, volatile));
    expect(stableHash(one, volatile)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('changes with what is not volatile', () => {
    expect(stableHash(instance({ state: 'stopped' }), volatile)).not.toBe(stableHash(instance(), volatile));
  });

  it('leaves out parts without evidence', () => {
    const { consolePassword: _left, ...without } = user();
    expect(stableHash(user({ consolePassword: denied }), iamUser.volatile)).toBe(
      stableHash(without, iamUser.volatile),
    );
  });
});
