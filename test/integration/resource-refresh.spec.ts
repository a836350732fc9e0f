import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ResourceRefresh,
  type EventOrigin,
  type ReadResource,
  type RefreshOutcome,
  type RefreshRef,
} from '../../src/modules/scanning/index.js';
import { UnitClients } from '../../src/modules/scanning/unit-clients.js';
import { Database, type Tx } from '../../src/platform/database/index.js';
import { ABROAD, HOME, idOf } from '../e2e/emulated-account.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to read: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

const BUCKET = 'AWS::S3::Bucket';
const GROUP = 'AWS::EC2::SecurityGroup';
const USER = 'AWS::IAM::User';
const PUBLIC = 's3_bucket_level_public_access_block';

interface Entry {
  kind: string;
  what: string;
  patch: { op: string; path: string }[];
  details: Record<string, unknown>;
  who: unknown;
  source: string;
}

withEmulator('resources that events have touched (needs MOTO_URL)', () => {
  let on: ScanApp;
  let made = 0;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '');
  }, 60_000);
  afterAll(() => on?.close());
  afterEach(() => {
    on.proxy.rules = [];
  });

  const of = <T>(type: new (...parts: never[]) => T): T => on.app.app.get<T>(type, { strict: false });
  const refresh = () => of(ResourceRefresh);
  const inTenant = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => of(Database).withTenant('acme', work);
  const name = (what: string) => `${what}-${on.account.accountId}-${(made += 1)}`;
  const ref = (arn: string, type: string, region = HOME): RefreshRef => ({
    ...{ arn, type, region },
    accountId: on.account.accountId,
  });
  const read = async (refs: readonly RefreshRef[], signal = new AbortController().signal) =>
    refresh().read('acme', refs, await inTenant((tx) => of(Database).now(tx)), signal);
  const originOf = (id: string): EventOrigin => ({
    ...{ source: id, eventIds: [id], who: { principal: 'alice' }, correlationId: id, announced: true },
  });
  const write = (reads: readonly ReadResource[], id = 'evt_1') =>
    inTenant((tx) =>
      refresh().write(
        tx,
        'acme',
        reads.map((one) => ({ read: one, origin: originOf(id) })),
      ),
    );
  /** What became of one resource. */
  const described = async (one: RefreshRef, id?: string): Promise<RefreshOutcome | undefined> =>
    (await write(await read([one]), id)).get(one.arn);
  const timeline = async (arn: string): Promise<Entry[]> =>
    (
      await on.app.request<{ items: Entry[] }>('GET', `/resources/${encodeURIComponent(arn)}/timeline`, {
        key: on.keys.viewer,
      })
    ).body.items;
  const row = async (arn: string) =>
    (
      await on.app.database.query<{ region: string; name: string; deleted: boolean; readAt: Date }>(
        `SELECT region, name, deleted_at IS NOT NULL AS deleted, read_at AS "readAt" FROM resources WHERE arn = $1`,
        [arn],
      )
    )[0];

  it('are written with what the controls say, and who did it', async () => {
    const bucket = name('made');
    const arn = await on.account.bucket(bucket);
    const one = ref(arn, BUCKET, ABROAD); // the event's region is not the bucket's
    expect(await described(one, 'evt_1')).toBe('created');
    expect(await row(arn)).toMatchObject({ region: HOME, name: bucket });
    expect(await on.finding(arn, PUBLIC)).toMatchObject({
      ...{ status: 'open', scanId: 'evt_1', evidence: expect.any(Object) as unknown },
      history: [{ to: 'open', source: 'evt_1' }],
    });
    const [newest, ...rest] = await timeline(arn);
    expect(newest).toMatchObject({ kind: 'finding', what: 'opened', source: 'evt_1' });
    expect(rest.at(-1)).toMatchObject({
      ...{ kind: 'drift', what: 'created', source: 'evt_1', who: { principal: 'alice' } },
      details: { eventIds: ['evt_1'], announced: true },
    });

    const before = { entries: (await timeline(arn)).length, readAt: (await row(arn))?.readAt };
    expect(await described(one, 'evt_2')).toBe('unchanged');
    expect(await timeline(arn)).toHaveLength(before.entries);
    expect((await row(arn))?.readAt.getTime()).toBeGreaterThan(before.readAt?.getTime() ?? Infinity);

    const all = {
      ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
      ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
    };
    await on.account.s3.putPublicAccessBlock({ Bucket: bucket, PublicAccessBlockConfiguration: all });
    expect(await described(one, 'evt_3')).toBe('changed');
    expect((await timeline(arn)).find(({ kind }) => kind === 'drift')).toMatchObject({
      patch: [{ op: 'replace', path: '/publicAccessBlock', before: null }],
    });
    expect(await on.finding(arn, PUBLIC)).toMatchObject({ status: 'resolved' });

    await on.account.s3.deleteBucket({ Bucket: bucket });
    expect(await described(one, 'evt_4')).toBe('deleted');
    expect((await on.findings(`&resourceArn=${encodeURIComponent(arn)}&status=open`)).length).toBe(0);
    expect((await timeline(arn)).find(({ kind }) => kind === 'drift')).toMatchObject({
      ...{ what: 'deleted', source: 'evt_4', who: { principal: 'alice' } },
    });
    expect(await described(one, 'evt_5')).toBe('absent');
    await on.account.bucket(bucket);
    expect(await described(one, 'evt_6')).toBe('restored');
    expect(await on.finding(arn, PUBLIC)).toMatchObject({ status: 'open', scanId: 'evt_6' });
    await on.account.s3.deleteBucket({ Bucket: bucket });
  }, 30_000);

  it('are found under their own ARNs, whatever path an event leaves out, with what hangs on them', async () => {
    const { iam, accountId } = on.account;
    const UserName = name('alice');
    await iam.createUser({ UserName, Path: '/eng/ci/' });
    const { AccessKey } = await iam.createAccessKey({ UserName });
    const AccessKeyId = AccessKey?.AccessKeyId ?? '';
    const own = `arn:aws:iam::${accountId}:user/eng/ci/${UserName}`;
    const told = ref(`arn:aws:iam::${accountId}:user/${UserName}`, USER);
    const key = `${own}/access-key/${AccessKeyId}`;
    expect(await described(told)).toBe('created');
    expect(await row(told.arn)).toBeUndefined();
    expect(await row(own)).toMatchObject({ region: 'global' });
    expect(await row(key)).toMatchObject({ deleted: false });
    const reads = await inTenant((tx) =>
      refresh().lastReads(tx, 'acme', [told.arn, `${told.arn}/access-key/${AccessKeyId}`]),
    );
    expect(reads.size).toBe(2);
    expect(await on.finding(key, 'iam_access_key_unused')).toMatchObject({ status: 'open' });

    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
    });
    await iam.putUserPolicy({ UserName, PolicyName: 'list', PolicyDocument });
    expect(await described(ref(`${told.arn}/policy/list`, 'AWS::IAM::Policy'))).toBe('created');
    expect(await row(`${own}/policy/list`)).toBeDefined();
    await iam.deleteUserPolicy({ UserName, PolicyName: 'list' });
    expect(await described(ref(`${told.arn}/policy/list`, 'AWS::IAM::Policy'))).toBe('deleted');
    expect(await row(`${own}/policy/list`)).toMatchObject({ deleted: true });

    await iam.deleteAccessKey({ UserName, AccessKeyId });
    expect(await described(told, 'evt_2')).toBe('changed');
    expect(await row(key)).toMatchObject({ deleted: true });
    expect(await on.finding(key, 'iam_access_key_unused')).toMatchObject({
      ...{ status: 'resolved' },
      history: [{ reason: 'deleted', source: 'evt_2' }, {}],
    });

    const second = (await iam.createAccessKey({ UserName })).AccessKey?.AccessKeyId ?? '';
    expect(await described(told)).toBe('changed');
    await iam.deleteAccessKey({ UserName, AccessKeyId: second });
    await iam.deleteUser({ UserName });
    expect(await described(told, 'evt_3')).toBe('deleted');
    expect(await row(own)).toMatchObject({ deleted: true });
    expect(await row(`${own}/access-key/${second}`)).toMatchObject({ deleted: true });
    expect(await described(told)).toBe('absent');
  }, 30_000);

  it('are asked for together where AWS takes that, and one by one where it knows one of them no more', async () => {
    const ec2 = on.account.ec2(ABROAD);
    const ids: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { GroupId = '' } = await ec2.createSecurityGroup({ GroupName: name('group'), Description: 'x' });
      ids.push(GroupId);
    }
    const volumes = [await on.account.volume(ABROAD, 1), await on.account.volume(ABROAD, 2)];
    const arnOf = (id: string) => `arn:aws:ec2:${ABROAD}:${on.account.accountId}:security-group/${id}`;
    // an event of another region: the ARN tells where a group is
    const groups = ids.map((id) => ref(arnOf(id), GROUP, HOME));
    const calls = (action: string) => on.proxy.count({ region: ABROAD, action });
    on.proxy.clear();
    const written = await write(
      await read([...groups, ...volumes.map((arn) => ref(arn, 'AWS::EC2::Volume', ABROAD))]),
    );
    expect([...written.values()]).toEqual(Array.from({ length: 5 }, () => 'created'));
    expect([calls('DescribeSecurityGroups'), calls('DescribeVolumes')]).toEqual([1, 1]);
    expect(await row(arnOf(ids[0] ?? ''))).toMatchObject({ region: ABROAD });

    await ec2.deleteSecurityGroup({ GroupId: ids[1] ?? '' });
    on.proxy.clear();
    expect([...(await write(await read(groups))).entries()]).toEqual(
      expect.arrayContaining([
        [arnOf(ids[0] ?? ''), 'unchanged'],
        [arnOf(ids[1] ?? ''), 'deleted'],
        [arnOf(ids[2] ?? ''), 'unchanged'],
      ]),
    );
    expect(calls('DescribeSecurityGroups')).toBe(4);

    const all = await inTenant((tx) =>
      refresh().allOf(tx, 'acme', { type: GROUP, accountId: on.account.accountId, region: ABROAD }),
    );
    expect(all).toEqual([ids[0], ids[2]].map((id) => ({ arn: arnOf(id ?? ''), region: ABROAD })).sort(byArn));
    const where = { type: GROUP, accountId: on.account.accountId };
    expect(await inTenant((tx) => refresh().allOf(tx, 'acme', { ...where, region: HOME }))).toEqual([]);
    expect(await inTenant((tx) => refresh().allOf(tx, 'acme', { ...where, region: null }))).toHaveLength(2);
    for (const VolumeId of volumes.map(idOf)) await ec2.deleteVolume({ VolumeId });
  }, 30_000);

  it('say the same of a volume whether it is asked for alone, together, or listed', async () => {
    const volumes = [await on.account.volume(HOME, 1), await on.account.volume(HOME, 2)];
    await on.scan({ services: ['ec2'] });
    const refs = volumes.map((arn) => ref(arn, 'AWS::EC2::Volume'));
    expect([...(await write(await read(refs))).values()]).toEqual(['unchanged', 'unchanged']);
    expect(await described(refs[0] ?? ref('', ''))).toBe('unchanged');
    for (const VolumeId of volumes.map(idOf)) await on.account.ec2(HOME).deleteVolume({ VolumeId });
  }, 60_000);

  it('are failed with the reason where AWS cannot be asked, and are not touched', async () => {
    const arn = await on.account.volume(HOME, 1);
    const one = ref(arn, 'AWS::EC2::Volume');
    await described(one);
    const before = await row(arn);
    const failing = async (fault: 'deny' | 'throttle', match: object) => {
      on.proxy.rules = [{ match, fault }];
      const reads = await read([one]);
      on.proxy.rules = [];
      expect(await write(reads)).toEqual(new Map());
      return reads[0];
    };
    expect(await failing('deny', { action: 'DescribeVolumes' })).toMatchObject({
      ...{ outcome: 'failed', reason: 'denied', code: 'UnauthorizedOperation', again: false },
    });
    expect(await failing('throttle', { action: 'DescribeVolumes' })).toMatchObject({
      ...{ outcome: 'failed', reason: 'throttled', again: true },
    });
    expect(await row(arn)).toEqual(before);
    const [unknown, unowned, known] = await read([
      ref(arn, 'AWS::Nothing::AtAll'),
      { ...one, accountId: '999999999999' },
      one,
    ]);
    expect(unknown).toMatchObject({ outcome: 'failed', reason: 'unsupported', again: false });
    expect(unowned).toMatchObject({ outcome: 'failed', code: 'NotRegistered', again: false });
    expect(known).toMatchObject({ outcome: 'found' }); // one that fails is not another's matter
    await on.account.ec2(HOME).deleteVolume({ VolumeId: idOf(arn) });
  }, 60_000);

  it('keep what is known of a part that cannot be read, and no control takes that for a pass', async () => {
    const bucket = name('part');
    const arn = await on.account.bucket(bucket);
    await described(ref(arn, BUCKET));
    on.proxy.rules = [{ match: { service: 's3', action: 'GetPublicAccessBlock' }, fault: 'deny' }];
    expect(await described(ref(arn, BUCKET))).toBe('unchanged');
    const { body } = await on.app.request<{ noEvidence: Record<string, { noEvidence: string }> }>(
      'GET',
      `/resources/${encodeURIComponent(arn)}`,
      { key: on.keys.viewer },
    );
    expect(body.noEvidence['publicAccessBlock']).toMatchObject({ noEvidence: 'denied' });
    expect(await on.finding(arn, PUBLIC)).toMatchObject({ status: 'open' });
    await on.account.s3.deleteBucket({ Bucket: bucket });
  }, 30_000);

  it("are judged by the tenant's own controls, too", async () => {
    const own = {
      ...{ resourceType: 'AWS::EC2::Volume', severity: 'critical', title: 'The volume has no owner' },
      ...{ risk: 'Nobody knows whom to ask.', remediation: { text: 'Tag it with its owner.' } },
    };
    const [id, expression] = ['custom_volume_has_owner', '$exists(tags.Owner)'];
    await on.asAdmin.must('POST', '/controls/custom', { ...own, id, expression });
    await on.asAdmin.must('POST', `/controls/custom/${id}/dry-run`);
    await on.asAdmin.must('PUT', `/controls/custom/${id}`, { ...own, expression, enabled: true });
    const arn = await on.account.volume(HOME, 1);
    await new Promise((wait) => setTimeout(wait, 1_100)); // rules are read once a second
    expect(await described(ref(arn, 'AWS::EC2::Volume'))).toBe('created');
    expect(await on.finding(arn, 'custom_volume_has_owner')).toMatchObject({ status: 'open' });
    const Resources = [idOf(arn)];
    await on.account.ec2(HOME).createTags({ Resources, Tags: [{ Key: 'Owner', Value: 'ann' }] });
    expect(await described(ref(arn, 'AWS::EC2::Volume'))).toBe('changed');
    expect(await on.finding(arn, 'custom_volume_has_owner')).toMatchObject({ status: 'resolved' });
    await on.account.ec2(HOME).deleteVolume({ VolumeId: idOf(arn) });
  }, 30_000);

  it('are asked for in a session that bears the name for events', async () => {
    const { accountId } = on.account;
    const place = { tenantId: 'acme', accountId, region: HOME };
    const { signal } = new AbortController();
    const sessionOf = async (aws: Awaited<ReturnType<UnitClients['forEvents']>>) =>
      (await (await aws.sts()).getCallerIdentity()).Arn;
    const clients = of(UnitClients);
    expect(await sessionOf(await clients.forEvents(place, signal))).toMatch(
      new RegExp(`/qrie-event-processor-${accountId}$`),
    );
    expect(await sessionOf((await clients.of(place, signal)).aws)).toMatch(
      new RegExp(`/compliance-shepherd-${accountId}$`),
    );
  });

  it('are left alone once the work is called off', async () => {
    const stop = new AbortController();
    stop.abort(new Error('stopping'));
    const arn = `arn:aws:ec2:${HOME}:${on.account.accountId}:volume/vol-1`;
    await expect(read([ref(arn, 'AWS::EC2::Volume')], stop.signal)).rejects.toThrow('stopping');
  });
});

const byArn = (a: { arn: string }, b: { arn: string }) => (a.arn < b.arn ? -1 : 1);
