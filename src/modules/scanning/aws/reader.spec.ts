import { describe, expect, it } from '@jest/globals';
import { type Aws } from '../../../platform/aws/index.js';
import { controls } from '../domain/controls/index.js';
import { iamGroup } from '../domain/resources/iam/group.js';
import { group } from '../../../../test/support/examples/iam.js';
import { denied, user } from '../../../../test/support/scanning-examples.js';
import { accessKeysOf, iamAccessKey } from '../domain/resources/iam/access-key.js';
import { iamUser } from '../domain/resources/iam/user.js';
import { type Found, foundOf, read, reader, readerBeside, readerOfPart, unlessGone } from './reader.js';
import { wantOf } from './readers.js';

/** An error as the SDK throws it. */
const sdkError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error(`${name} happened`), { name, $metadata: { httpStatusCode } });
const failing = (name: string, status: number) => () => Promise.reject(sdkError(name, status));

describe('read', () => {
  it('gives the value', async () => {
    expect(await read(async () => 7)).toBe(7);
  });

  it.each([
    ['AccessDenied', 403, 'denied'],
    ['UnauthorizedOperation', 403, 'denied'],
    ['SlowDown', 503, 'throttled'],
    ['NotImplemented', 501, 'unsupported'],
    ['InternalError', 500, 'failed'],
  ])('turns %s into no evidence, with the code', async (code, status, noEvidence) => {
    expect(await read(failing(code, status))).toMatchObject({ noEvidence, code });
  });

  it('gives null for a code that means "there is none", with or without the suffix Exception', async () => {
    expect(await read(failing('NoSuchTagSet', 404), { absent: 'NoSuchTagSet' })).toBeNull();
    expect(await read(failing('NoSuchEntityException', 404), { absent: ['X', 'NoSuchEntity'] })).toBeNull();
  });

  it.each([
    ['another absence', failing('NoSuchBucket', 404)],
    ['bad credentials', failing('ExpiredToken', 400)],
    ['a bad request', failing('ValidationError', 400)],
    ['a fault of ours', () => Promise.reject(new TypeError('undefined is not a function'))],
  ])('throws %s', async (_what, call) => {
    await expect(read(call, { absent: 'NoSuchTagSet' })).rejects.toThrow();
  });
});

describe('unlessGone', () => {
  it('is null for what is gone, and throws all else', async () => {
    expect(await unlessGone(failing('NoSuchBucket', 404), 'NoSuchBucket')).toBeNull();
    await expect(unlessGone(failing('NoSuchKey', 404), 'NoSuchBucket')).rejects.toThrow('NoSuchKey');
  });
});

describe('a reader with a part', () => {
  const key = { id: 'AKIA1', status: 'Active', createdAt: null, lastUsedAt: null };
  const keys = readerOfPart(iamAccessKey, {
    from: accessKeysOf,
    parentParts: ['accessKeys'],
    describe: async () => null,
  });
  const users = reader(iamUser, {
    scope: 'account',
    parts: [keys],
    list: async function* () {
      yield [user({ name: 'a', accessKeys: [key] }), user({ name: 'b', accessKeys: denied })];
    },
    describe: async () => null,
  });

  it('finds both types in one listing, and says where the second may be incomplete', async () => {
    const found: Found[] = [];
    for await (const one of users.list({} as Aws, { partition: 'aws', accountId: '1', region: 'global' }))
      found.push(one);
    expect(found.map(({ type, configurations, gaps }) => [type.type, configurations.length, gaps])).toEqual([
      ['AWS::IAM::User', 2, []],
      ['AWS::IAM::AccessKey', 1, [denied]],
    ]);
    expect(users.types).toEqual([iamUser, iamAccessKey]);
  });

  it('is the only one that lists the second', () => {
    expect(keys.lists).toBe(false);
    expect(keys.types).toEqual([]);
  });
});

describe('a reader with a type beside', () => {
  const groups = readerBeside(iamGroup, { describe: async () => null });
  const users = reader(iamUser, {
    scope: 'account',
    beside: [groups],
    list: async function* (_aws, _place, want) {
      yield [user()];
      yield foundOf(iamGroup, [group()], want === null ? [] : [denied]);
    },
    describe: async () => null,
  });
  const place = { partition: 'aws', accountId: '1', region: 'global' };

  it('finds both types in one listing, each with its own gaps', async () => {
    const found: Found[] = [];
    for await (const one of users.list({} as Aws, place, new Set())) found.push(one);
    expect(found.map(({ type, configurations, gaps }) => [type.type, configurations.length, gaps])).toEqual([
      ['AWS::IAM::User', 1, []],
      ['AWS::IAM::Group', 1, [denied]],
    ]);
  });

  it('is listed where a control asks about either, and sees which', () => {
    const about = (type: string) => controls.filter((control) => control.type === type);
    expect(wantOf(users, about('AWS::IAM::Group'), { byTags: true })).toEqual(
      new Set(['tags', 'AWS::IAM::Group']),
    );
    expect(wantOf(users, about('AWS::IAM::User'), { byTags: true })?.has('AWS::IAM::Group')).toBe(false);
    expect(wantOf(users, about('AWS::EC2::Volume'), { byTags: true })).toBeUndefined();
    expect(users.types).toEqual([iamUser, iamGroup]);
    expect([groups.lists, groups.types]).toEqual([false, []]);
  });

  it('does not list the second by itself', async () => {
    await expect(groups.list({} as Aws, place).next()).rejects.toThrow('is listed with another type');
  });
});
