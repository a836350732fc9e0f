import { describe, expect, it } from '@jest/globals';
import { cpu, daysAgo, denied, instance, user } from '../../../../test/support/scanning-examples.js';
import { changedPaths, stableHash } from './diff.js';
import { ec2Instance } from './resources/ec2/instance.js';
import { iamUser } from './resources/iam/user.js';

const { volatile } = ec2Instance;

describe('changedPaths', () => {
  it('names nested fields, and lists as a whole', () => {
    const before = instance({ tags: { Owner: 'a', Name: 'x' }, volumeIds: ['vol-1'] });
    const after = instance({
      tags: { Owner: 'b', Team: 't' },
      volumeIds: ['vol-1', 'vol-2'],
      httpTokens: 'optional',
    });
    expect(changedPaths(before, after, volatile)).toEqual([
      { path: 'httpTokens', before: 'required', after: 'optional' },
      { path: 'tags.Name', before: 'x', after: null },
      { path: 'tags.Owner', before: 'a', after: 'b' },
      { path: 'tags.Team', before: null, after: 't' },
      { path: 'volumeIds', before: ['vol-1'], after: ['vol-1', 'vol-2'] },
    ]);
  });

  it('ignores what changes by itself, also within lists', () => {
    expect(changedPaths(instance({ cpu: cpu(1) }), instance({ cpu: null }), volatile)).toEqual([]);
    const key = { id: 'AKIA1', status: 'Active', createdAt: daysAgo(9), lastUsedAt: daysAgo(2) };
    const used = user({ accessKeys: [{ ...key, lastUsedAt: daysAgo(1) }], passwordLastUsed: daysAgo(1) });
    expect(changedPaths(user({ accessKeys: [key] }), used, iamUser.volatile)).toEqual([]);
    const off = user({ accessKeys: [{ ...key, status: 'Inactive' }] });
    expect(changedPaths(user({ accessKeys: [key] }), off, iamUser.volatile).map(({ path }) => path)).toEqual([
      'accessKeys',
    ]);
  });

  it('takes a part without evidence, before or after, for no change', () => {
    const known = user({ consolePassword: { createdAt: daysAgo(9) } });
    const unknown = user({ consolePassword: denied });
    expect(changedPaths(known, unknown, iamUser.volatile)).toEqual([]);
    expect(changedPaths(unknown, known, iamUser.volatile)).toEqual([]);
    expect(changedPaths(known, user({ consolePassword: null }), iamUser.volatile)).toHaveLength(1);
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
