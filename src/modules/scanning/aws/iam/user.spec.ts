import { describe, expect, it } from '@jest/globals';
import { type Aws } from '../../../../platform/aws/index.js';
import { type Found } from '../reader.js';
import { iamAccessKeyReader } from './access-key.js';
import { iamUserReader } from './user.js';

const sdkError = (name: string, httpStatusCode: number) => () => {
  throw Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
};
const gone = sdkError('NoSuchEntityException', 404);
const denied = sdkError('AccessDenied', 403);
const USER = {
  UserName: 'alice',
  UserId: 'AIDA1',
  Path: '/eng/',
  Arn: 'arn:aws:iam::123456789012:user/eng/alice',
  CreateDate: new Date(0),
};

type Answer = (input: { UserName: string; AccessKeyId: string; Marker?: string }) => unknown;

/** IAM in its documented shapes: what the emulator does not do is to deny, and to tell of a last use. */
const ok: Record<string, Answer> = {
  listUsers: () => ({ Users: [USER] }),
  getUser: () => ({ User: USER }),
  listAccessKeys: () => ({
    AccessKeyMetadata: [
      { AccessKeyId: 'AKIA2', Status: 'Inactive', CreateDate: new Date(0) },
      { AccessKeyId: 'AKIA1', Status: 'Active', CreateDate: new Date(0) },
    ],
  }),
  getAccessKeyLastUsed: ({ AccessKeyId }) => ({
    AccessKeyLastUsed:
      AccessKeyId === 'AKIA1'
        ? { LastUsedDate: new Date('2026-01-01') }
        : { Region: 'N/A', ServiceName: 'N/A' },
  }),
  getLoginProfile: gone,
  listUserTags: () => ({ Tags: [{ Key: 'Owner', Value: 'x' }] }),
};

function iam(changed: Record<string, Answer> = {}): { aws: Aws; calls: string[] } {
  const calls: string[] = [];
  const client = Object.fromEntries(
    Object.entries({ ...ok, ...changed }).map(([name, answer]) => [
      name,
      async (input: Parameters<Answer>[0]) => {
        calls.push(name);
        return answer(input);
      },
    ]),
  );
  return { aws: { iam: async () => client } as unknown as Aws, calls };
}

async function list(changed: Record<string, Answer> = {}): Promise<{ found: Found[]; calls: string[] }> {
  const { aws, calls } = iam(changed);
  const found: Found[] = [];
  const place = { partition: 'aws', accountId: '123456789012', region: 'global' };
  for await (const one of iamUserReader.list(aws, place)) found.push(one);
  return { found, calls };
}

describe('iamUserReader', () => {
  it('finds a user and its keys with one call of each kind per user, and one per key', async () => {
    const { found, calls } = await list();
    expect(found).toMatchObject([
      { configurations: [{ name: 'alice', path: '/eng/', consolePassword: null, tags: { Owner: 'x' } }] },
      {
        configurations: [
          { id: 'AKIA1', status: 'Active', lastUsedAt: '2026-01-01T00:00:00.000Z', userTags: { Owner: 'x' } },
          { id: 'AKIA2', status: 'Inactive', lastUsedAt: null },
        ],
        gaps: [],
      },
    ]);
    expect(calls.sort()).toEqual(
      [
        'listUsers',
        'listAccessKeys',
        'getLoginProfile',
        'listUserTags',
        'getAccessKeyLastUsed',
        'getAccessKeyLastUsed',
      ].sort(),
    );
  });

  it('gives a key its ARN under the user’s own', async () => {
    const { found } = await list();
    const [, keys] = found;
    const at = { partition: 'aws', accountId: '123456789012', region: 'global' };
    expect(keys?.configurations.map((key) => keys.type.arn(key, at))).toEqual([
      'arn:aws:iam::123456789012:user/eng/alice/access-key/AKIA1',
      'arn:aws:iam::123456789012:user/eng/alice/access-key/AKIA2',
    ]);
  });

  it('leaves out a user who was deleted since the listing, and a key that was', async () => {
    expect((await list({ listAccessKeys: gone })).found).toMatchObject([
      { configurations: [] },
      { configurations: [] },
    ]);
    expect((await list({ getAccessKeyLastUsed: gone })).found).toMatchObject([
      { configurations: [{ accessKeys: [] }] },
      { configurations: [], gaps: [] },
    ]);
  });

  it('tells of a gap where keys may not be listed, so that none is taken for deleted', async () => {
    const { found } = await list({ listAccessKeys: denied });
    expect(found).toMatchObject([
      { configurations: [{ accessKeys: { noEvidence: 'denied' } }] },
      { configurations: [], gaps: [{ noEvidence: 'denied', code: 'AccessDenied' }] },
    ]);
  });

  it('keeps a user whose other parts are denied', async () => {
    const { found } = await list({
      getLoginProfile: denied,
      listUserTags: denied,
      getAccessKeyLastUsed: denied,
    });
    const missing = { noEvidence: 'denied' };
    expect(found[0]?.configurations).toMatchObject([
      {
        consolePassword: missing,
        tags: missing,
        accessKeys: [{ lastUsedAt: missing }, { lastUsedAt: missing }],
      },
    ]);
  });

  it('throws when the listing itself is denied', async () => {
    await expect(list({ listUsers: denied })).rejects.toThrow('AccessDenied');
  });

  it('follows the pages of the listing', async () => {
    const listUsers: Answer = ({ Marker }) =>
      Marker === undefined ? { Users: [USER], IsTruncated: true, Marker: 'm' } : { Users: [USER] };
    const { found } = await list({ listUsers });
    expect(found.filter(({ type }) => type.type === 'AWS::IAM::User')).toHaveLength(2);
  });
});

describe('iamAccessKeyReader', () => {
  const ref = (id: string) => ({ arn: `${USER.Arn}/access-key/${id}`, name: id, region: 'global' });

  it('describes one key by its ARN; null when key or user is gone', async () => {
    expect(await iamAccessKeyReader.describe(iam().aws, ref('AKIA1'))).toMatchObject({
      id: 'AKIA1',
      userName: 'alice',
    });
    expect(await iamAccessKeyReader.describe(iam().aws, ref('AKIA9'))).toBeNull();
    expect(await iamAccessKeyReader.describe(iam({ getUser: gone }).aws, ref('AKIA1'))).toBeNull();
  });

  it('throws where the keys may not be listed: null would mean that the key is gone', async () => {
    await expect(
      iamAccessKeyReader.describe(iam({ listAccessKeys: denied }).aws, ref('AKIA1')),
    ).rejects.toThrow(/could not be listed/);
  });
});
