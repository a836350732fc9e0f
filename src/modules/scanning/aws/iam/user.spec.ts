import { describe, expect, it } from '@jest/globals';
import { type Aws } from '../../../../platform/aws/index.js';
import { type Want } from '../reader.js';
import { wantOf } from '../readers.js';
import { controls } from '../../domain/controls/index.js';
import { iamAccessKeyReader } from './access-key.js';
import { iamUserReader } from './user.js';

const sdkError = (name: string, httpStatusCode: number) => () => {
  throw Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
};
const gone = sdkError('NoSuchEntityException', 404);
const denied = sdkError('AccessDenied', 403);
const PLACE = { partition: 'aws', accountId: '123456789012', region: 'global' };

const MADE = new Date('2024-01-01T00:00:00.500Z');
const user = (name: string, changed: object = {}) => ({
  UserName: name,
  UserId: `AIDA-${name}`,
  Path: '/eng/',
  Arn: `arn:aws:iam::123456789012:user/eng/${name}`,
  CreateDate: MADE,
  GroupList: ['developers'],
  UserPolicyList: [
    {
      PolicyName: 'own',
      PolicyDocument: '%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D',
    },
  ],
  AttachedManagedPolicies: [{ PolicyName: 'reports', PolicyArn: 'arn:aws:iam::123456789012:policy/reports' }],
  Tags: [{ Key: 'Owner', Value: 'x' }],
  ...changed,
});
const ALICE = user('alice');

const HEADER =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,mfa_active,access_key_1_active,' +
  'access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date';
const line = (name: string, keys = 'false,N/A,N/A,false,N/A,N/A', made = '2024-01-01T00:00:00+00:00') =>
  `${name},arn:aws:iam::123456789012:user/eng/${name},${made},true,2026-02-01T00:00:00+00:00,2025-05-05T00:00:00+00:00,false,${keys}`;
const report =
  (...lines: string[]) =>
  () => ({ Content: new TextEncoder().encode([HEADER, ...lines].join('\n')) });
const TWO_KEYS =
  'true,2024-03-01T00:00:00+00:00,2026-01-01T00:00:00+00:00,false,2024-02-01T00:00:00+00:00,N/A';

type Answer = (input: { UserName: string; AccessKeyId: string; Marker?: string }) => unknown;

/** IAM in its documented shapes: what the emulator does not do is to deny, and to tell of a last use. */
const ok: Record<string, Answer> = {
  listVirtualMFADevices: () => ({ VirtualMFADevices: [] }),
  generateCredentialReport: () => ({ State: 'COMPLETE' }),
  getCredentialReport: report(line('alice', TWO_KEYS)),
  getAccountSummary: () => ({ SummaryMap: { AccountMFAEnabled: 1 } }),
  listEntitiesForPolicy: () => ({}),
  getAccountAuthorizationDetails: () => ({ UserDetailList: [ALICE] }),
  getUser: () => ({ User: { ...ALICE, PasswordLastUsed: new Date('2026-02-02T00:00:00Z') } }),
  listAccessKeys: () => ({
    AccessKeyMetadata: [
      { AccessKeyId: 'AKIA2', Status: 'Inactive', CreateDate: new Date('2024-02-01T00:00:00.900Z') },
      { AccessKeyId: 'AKIA1', Status: 'Active', CreateDate: new Date('2024-03-01T00:00:00.100Z') },
    ],
  }),
  getAccessKeyLastUsed: ({ AccessKeyId }) => ({
    AccessKeyLastUsed:
      AccessKeyId === 'AKIA1'
        ? { LastUsedDate: new Date('2026-01-05') }
        : { Region: 'N/A', ServiceName: 'N/A' },
  }),
  getLoginProfile: gone,
  listMFADevices: () => ({ MFADevices: [{ SerialNumber: 'hardware' }] }),
  listGroupsForUser: () => ({ Groups: [{ GroupName: 'developers' }] }),
  listAttachedUserPolicies: () => ({ AttachedPolicies: ALICE.AttachedManagedPolicies }),
  listUserPolicies: () => ({ PolicyNames: ['own'] }),
};
/** Made of the account, whoever is in it. */
const ONCE = [
  'listVirtualMFADevices',
  'generateCredentialReport',
  'getCredentialReport',
  'getAccountSummary',
  'listEntitiesForPolicy',
  'listEntitiesForPolicy',
  'getAccountAuthorizationDetails',
];

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

async function list(changed: Record<string, Answer> = {}, want: Want = null) {
  const { aws, calls } = iam(changed);
  const byType = new Map<string, unknown[]>();
  const gaps: [string, string][] = [];
  for await (const found of iamUserReader.list(aws, PLACE, want)) {
    byType.set(found.type.type, [...(byType.get(found.type.type) ?? []), ...found.configurations]);
    gaps.push(...found.gaps.map((gap): [string, string] => [found.type.type, gap.code]));
  }
  const of = (type: string) => byType.get(`AWS::IAM::${type}`) ?? [];
  return { users: of('User'), keys: of('AccessKey'), of, gaps, calls };
}

describe('iamUserReader', () => {
  it('finds a user and its keys by the credential report, with one call for the ids of the keys', async () => {
    const { users, keys, calls } = await list();
    expect(users).toMatchObject([
      {
        name: 'alice',
        path: '/eng/',
        passwordLastUsed: '2026-02-01T00:00:00.000Z',
        consolePassword: { createdAt: '2025-05-05T00:00:00.000Z' },
        mfaActive: false,
        groups: ['developers'],
        attachedPolicies: [{ name: 'reports', arn: 'arn:aws:iam::123456789012:policy/reports' }],
        inlinePolicies: ['own'],
        tags: { Owner: 'x' },
      },
    ]);
    expect(keys).toMatchObject([
      { id: 'AKIA1', status: 'Active', lastUsedAt: '2026-01-01T00:00:00.000Z', userTags: { Owner: 'x' } },
      { id: 'AKIA2', status: 'Inactive', lastUsedAt: null },
    ]);
    expect(calls.sort()).toEqual([...ONCE, 'listAccessKeys'].sort());
  });

  it('makes no call for a user that has no key by the report, and asks once for a thousand', async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `user${i}`);
    const { users, calls } = await list({
      getCredentialReport: report(...names.map((name) => line(name))),
      getAccountAuthorizationDetails: () => ({ UserDetailList: names.map((name) => user(name)) }),
    });
    expect(users).toHaveLength(1000);
    expect(calls.sort()).toEqual([...ONCE].sort());
  });

  it('asks for the last use of a key that the report does not know, or does not tell from the other', async () => {
    const unknown = await list({ getCredentialReport: report(line('alice', `true,N/A,N/A,false,N/A,N/A`)) });
    expect(unknown.keys).toMatchObject([{ lastUsedAt: '2026-01-05T00:00:00.000Z' }, { lastUsedAt: null }]);
    const AccessKeyMetadata = ['AKIA1', 'AKIA2'].map((AccessKeyId) => ({
      AccessKeyId,
      Status: 'Active',
      CreateDate: new Date('2024-03-01T00:00:00Z'),
    }));
    const twins = await list({ listAccessKeys: () => ({ AccessKeyMetadata }) });
    expect(twins.calls.filter((call) => call === 'getAccessKeyLastUsed')).toHaveLength(2);
    expect(twins.keys).toMatchObject([{ lastUsedAt: '2026-01-05T00:00:00.000Z' }, { lastUsedAt: null }]);
  });

  it.each([
    ['that the report does not have yet', { getCredentialReport: report() }],
    [
      'made anew under an old name',
      { getCredentialReport: report(line('alice', undefined, '2020-01-01T00:00:00+00:00')) },
    ],
    ['where the report is denied', { generateCredentialReport: denied }],
  ] satisfies [string, Record<string, Answer>][])(
    'asks about a user by its own calls %s',
    async (_what, changed) => {
      const { users, calls } = await list(changed);
      expect(users).toMatchObject([
        {
          passwordLastUsed: '2026-02-02T00:00:00.000Z',
          consolePassword: null,
          mfaActive: true,
          accessKeys: [
            { id: 'AKIA1', lastUsedAt: '2026-01-05T00:00:00.000Z' },
            { id: 'AKIA2', lastUsedAt: null },
          ],
        },
      ]);
      for (const call of ['getUser', 'getLoginProfile', 'listMFADevices', 'listAccessKeys']) {
        expect(calls.filter((one) => one === call)).toHaveLength(1);
      }
    },
  );

  it('has no evidence where those calls are denied too', async () => {
    const missing = { noEvidence: 'denied' };
    const { users, keys, gaps } = await list({
      ...{ generateCredentialReport: denied, getUser: denied, getLoginProfile: denied },
      ...{ listMFADevices: denied, listAccessKeys: denied },
    });
    expect(users).toMatchObject([
      { passwordLastUsed: missing, consolePassword: missing, mfaActive: missing, accessKeys: missing },
    ]);
    expect(keys).toEqual([]);
    expect(gaps).toEqual([['AWS::IAM::AccessKey', 'AccessDenied']]);
  });

  it('counts a virtual MFA device that was assigned since the report', async () => {
    const listVirtualMFADevices = () => ({
      VirtualMFADevices: [
        { SerialNumber: 'arn:aws:iam::123456789012:mfa/alice', User: ALICE, EnableDate: MADE },
        { SerialNumber: 'arn:aws:iam::123456789012:mfa/free' },
      ],
    });
    const { users, of } = await list({ listVirtualMFADevices });
    expect(users).toMatchObject([{ mfaActive: true }]);
    expect(of('VirtualMFADevice')).toEqual([
      {
        serialNumber: 'arn:aws:iam::123456789012:mfa/alice',
        userArn: ALICE.Arn,
        enabledAt: MADE.toISOString(),
      },
      { serialNumber: 'arn:aws:iam::123456789012:mfa/free', userArn: null, enabledAt: null },
    ]);
  });

  it('goes on without the devices, and takes none for deleted', async () => {
    const { users, of, gaps } = await list({ listVirtualMFADevices: denied });
    expect(users).toHaveLength(1);
    expect(gaps).toEqual([['AWS::IAM::VirtualMFADevice', 'AccessDenied']]);
    expect(of('Root')).toMatchObject([{ virtualMfaDevices: { noEvidence: 'denied' } }]);
  });

  it('gives a key its ARN under the user’s own', async () => {
    const { keys } = await list();
    expect(keys.map((key) => iamAccessKeyReader.type.arn(key, PLACE))).toEqual([
      'arn:aws:iam::123456789012:user/eng/alice/access-key/AKIA1',
      'arn:aws:iam::123456789012:user/eng/alice/access-key/AKIA2',
    ]);
  });

  it('leaves out a user who was deleted since the listing, and a key that was', async () => {
    const missing = await list({ listAccessKeys: gone });
    expect([missing.users, missing.keys, missing.of('Policy')]).toEqual([[], [], []]);
    const without = await list({ getCredentialReport: report(), getAccessKeyLastUsed: gone });
    expect(without.users).toMatchObject([{ accessKeys: [] }]);
    expect(without.gaps).toEqual([]);
  });

  it('throws when the listing itself is denied', async () => {
    await expect(list({ getAccountAuthorizationDetails: denied })).rejects.toThrow('AccessDenied');
  });

  it('follows the pages of the listing', async () => {
    const getAccountAuthorizationDetails: Answer = ({ Marker }) =>
      Marker === undefined
        ? { UserDetailList: [ALICE], IsTruncated: true, Marker: 'm' }
        : { UserDetailList: [user('bob')] };
    expect((await list({ getAccountAuthorizationDetails })).users).toHaveLength(2);
  });

  it('asks nothing about root and policies in a scan that has no control on them', async () => {
    const want = wantOf(
      iamUserReader,
      controls.filter((control) => control.class === 'waste'),
      { byTags: true },
    );
    const Policies = [
      {
        Arn: 'arn:aws:iam::123456789012:policy/p',
        PolicyVersionList: [{ IsDefaultVersion: true, Document: '{}' }],
      },
    ];
    const { of, calls } = await list({ getAccountAuthorizationDetails: () => ({ Policies }) }, want ?? null);
    expect(of('Root')).toMatchObject([{ summary: { noEvidence: 'not_read' } }]);
    expect(of('ManagedPolicy')).toMatchObject([{ tags: { noEvidence: 'not_read' } }]);
    expect(calls).not.toContain('listPolicyTags');
    expect(calls).not.toContain('getAccountSummary');
  });
});

describe('iamUserReader.describe', () => {
  const ref = { arn: ALICE.Arn, name: 'alice', region: 'global' };

  it('gives the same by calls of the user’s own', async () => {
    const { users } = await list({ getCredentialReport: report() });
    expect(await iamUserReader.describe(iam().aws, ref)).toEqual(users[0]);
    expect(await iamUserReader.describe(iam({ getUser: gone }).aws, ref)).toBeNull();
    expect(await iamUserReader.describe(iam({ listGroupsForUser: gone }).aws, ref)).toBeNull();
  });

  it('keeps what it may read', async () => {
    const refused = { listMFADevices: denied, listGroupsForUser: denied };
    expect(await iamUserReader.describe(iam(refused).aws, ref)).toMatchObject({
      mfaActive: { noEvidence: 'denied' },
      groups: { noEvidence: 'denied' },
      inlinePolicies: ['own'],
    });
  });
});

describe('iamAccessKeyReader', () => {
  const ref = (id: string) => ({ arn: `${ALICE.Arn}/access-key/${id}`, name: id, region: 'global' });

  it('describes one key by its ARN, with no more calls than it takes; null when key or user is gone', async () => {
    const { aws, calls } = iam();
    expect(await iamAccessKeyReader.describe(aws, ref('AKIA1'))).toMatchObject({
      id: 'AKIA1',
      userName: 'alice',
      userTags: { Owner: 'x' },
    });
    expect(calls).toEqual(['getUser', 'listAccessKeys', 'getAccessKeyLastUsed', 'getAccessKeyLastUsed']);
    expect(await iamAccessKeyReader.describe(iam().aws, ref('AKIA9'))).toBeNull();
    expect(await iamAccessKeyReader.describe(iam({ getUser: gone }).aws, ref('AKIA1'))).toBeNull();
  });

  it('throws where the keys may not be listed: null would mean that the key is gone', async () => {
    await expect(
      iamAccessKeyReader.describe(iam({ listAccessKeys: denied }).aws, ref('AKIA1')),
    ).rejects.toThrow(/could not be listed/);
  });
});
