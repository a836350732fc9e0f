import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/app.js';
import { type FaultRule } from '../support/fault-proxy.mjs';
import { ABROAD, emulatedAccount, HOME, idOf, type EmulatedAccount } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { WASTE, type Page, type Scan } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

/** A throttle without an end: three attempts of five tries each, which the SDK spreads over about half a minute. */
const THROTTLED_MS = 90_000;
const TRIES = 15;

const NO_S3: FaultRule = { match: { service: 's3' }, fault: 'throttle' };
const NO_REGION: FaultRule = { match: { service: 'ec2', region: ABROAD }, fault: 'deny' };
/** What a scan for waste lists in a region. */
const UNREAD = ['AWS::EC2::EIP', 'AWS::EC2::Instance', 'AWS::EC2::Volume'];
const NO_ROLE: FaultRule = { match: { service: 'sts', action: 'AssumeRole' }, fault: 'deny' };

withEmulator('scans of accounts that answer badly (needs MOTO_URL)', () => {
  let on: ScanApp;
  const accounts: EmulatedAccount[] = [];
  let bad: Awaited<ReturnType<typeof startBadScan>>;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], WASTE);
    bad = await startBadScan();
  }, 60_000);
  afterAll(async () => {
    await on?.close();
    for (const account of accounts) account.close();
  });

  /**
   * A scan of an account with one region denied and one service throttled. It takes half a minute, so it goes on
   * while the specs look at other accounts; those are not asked for S3.
   */
  async function startBadScan() {
    const { account } = on;
    const volumes = [await account.volume(ABROAD, 10), await account.volume(ABROAD, 20)];
    const bucket = await account.bucket(`left-${account.accountId}`);
    const fixed = await account.volume(HOME, 1);
    expect((await scanOf(account, {})).status).toBe('completed');
    const before = await rowsOf([...volumes, bucket]);
    expect(before).toHaveLength(6);
    // all would be resolved if they were looked at; only the last one can be
    await account.ec2(ABROAD).deleteVolume({ VolumeId: idOf(volumes[0] ?? '') });
    await account.s3.deleteBucket({ Bucket: bucket.slice('arn:aws:s3:::'.length) });
    await account.ec2(HOME).deleteVolume({ VolumeId: idOf(fixed) });
    on.proxy.rules = [NO_REGION, NO_S3];
    const scanId = await on.start({ accountIds: [account.accountId] });
    await eventually(async () => (await on.get<Scan>(`/scans/${scanId}`)).progress.unitsDone === 4); // all but S3
    on.proxy.rules = [NO_S3];
    return { scanId, volumes, bucket, fixed, before };
  }

  /** All that is stored of some resources. */
  const rowsOf = async (arns: string[]) => [
    ...(await on.app.database.query('SELECT * FROM findings WHERE resource_arn = ANY($1) ORDER BY id', [
      arns,
    ])),
    ...(await on.app.database.query('SELECT * FROM resources WHERE arn = ANY($1) ORDER BY arn', [arns])),
  ];

  /** A further account of the tenant: what one of them is throttled for slows down no other. */
  async function another(regions: string[] | null = [HOME]): Promise<EmulatedAccount> {
    const account = await emulatedAccount(MOTO_URL ?? '');
    accounts.push(account);
    const { accountId, roleArn } = account;
    await on.asAdmin.must('POST', '/accounts', { accountId, roleArn, regions });
    return account;
  }

  const scanOf = ({ accountId }: EmulatedAccount, body: object = { services: ['ec2', 'iam'] }) =>
    on.scan({ accountIds: [accountId], ...body });

  async function under<T>(rules: FaultRule[], work: () => Promise<T>): Promise<T> {
    const before = on.proxy.rules;
    on.proxy.rules = [...rules, ...before];
    return work().finally(() => (on.proxy.rules = before));
  }

  it('reads the rest of an account while one of its services is throttled', async () => {
    const { status, progress } = await on.get<Scan>(`/scans/${bad.scanId}`);
    expect([status, progress.unitsTotal]).toEqual(['running', 5]);
    expect((await on.finding(bad.fixed)).status).toBe('resolved');
  });

  it.each([
    ['its regions are registered', [HOME], ['AWS::IAM::User', ...UNREAD]],
    ['its regions are to be asked for', null, [null]],
  ])('fails where the role may not be assumed, and says so (%s)', async (_, regions, unlisted) => {
    const account = await another(regions);
    const scan = await under([NO_ROLE], () => scanOf(account));
    expect(scan.status).toBe('failed');
    for (const error of scan.errors) {
      const { accountId } = account;
      expect(error).toMatchObject({ accountId, reason: 'denied', code: 'AccessDenied' });
    }
    const whole = scan.errors.filter(({ part }) => part === null);
    expect(whole.map(({ resourceType }) => resourceType).sort()).toEqual([...unlisted].sort());
  });

  it('fails also where it would have read all that there is one of in an account', async () => {
    const account = await another();
    const scan = await under([NO_ROLE], () => scanOf(account, { scanType: 'full' }));
    expect(scan.status).toBe('failed');
    expect([...new Set(scan.errors.map(({ reason }) => reason))]).toEqual(['denied']);
    const { items } = await on.get<Page<{ verdict: string }>>(
      `/verdicts?limit=500&accountId=${account.accountId}`,
    );
    expect([...new Set(items.map(({ verdict }) => verdict))]).toEqual(['no_evidence']);
  });

  it('names the account that could not be entered, and reads the others', async () => {
    const [closed, open] = [await another(null), await another()];
    const volume = await open.volume(HOME, 5);
    expect((await scanOf(open)).status).toBe('completed'); // from here on its role's credentials are known
    const accountIds = [closed.accountId, open.accountId];
    const scan = await under([NO_ROLE], () => on.scan({ accountIds, services: ['ec2'] }));
    expect(scan.status).toBe('completed_with_errors');
    expect(scan.errors).toMatchObject([
      { accountId: closed.accountId, service: 'account', resourceType: null, reason: 'denied' },
    ]);
    expect((await on.finding(volume)).scanId).toBe(scan.scanId);
  });

  it('names a service that is not there', async () => {
    const account = await another();
    const volume = await account.volume(HOME, 5);
    const scan = await under([{ match: { service: 'iam' }, fault: 'unsupported' }], () => scanOf(account));
    expect(scan.status).toBe('completed_with_errors');
    const { accountId } = account;
    const absent = { accountId, region: 'global', service: 'iam', reason: 'unsupported' };
    for (const error of scan.errors) expect(error).toMatchObject(absent);
    expect(scan.errors.filter(({ part }) => part === null)).toMatchObject([
      { resourceType: 'AWS::IAM::User' },
    ]);
    expect((await on.finding(volume)).status).toBe('open');
  });

  it('keeps findings that hang on a part it may not read, and counts the resources without it', async () => {
    const account = await another();
    const users = [await account.user('eve'), await account.user('frank')];
    await account.iam.createAccessKey({ UserName: 'eve' }); // who has no key left is known without asking for keys
    await scanOf(account);
    const arns = users.flatMap(({ arn, keyArn }) => [arn, keyArn]);
    const states = async () =>
      (await rowsOf(arns)).map(({ id, status, deleted_at: deletedAt }) => ({ id, status, deletedAt }));
    const before = await states();
    await account.iam.deleteAccessKey({ UserName: 'eve', AccessKeyId: users[0]?.keyId ?? '' });
    const scan = await under([{ match: { service: 'iam', action: 'ListAccessKeys' }, fault: 'deny' }], () =>
      scanOf(account),
    );
    expect(scan.status).toBe('completed_with_errors');
    expect(scan.errors).toContainEqual(
      expect.objectContaining({
        resourceType: 'AWS::IAM::User',
        part: 'accessKeys',
        reason: 'denied',
        count: 2,
      }),
    );
    expect(await states()).toEqual(before);
  });

  it('outlasts a short throttle, and counts it', async () => {
    const account = await another();
    const volume = await account.volume(HOME, 5);
    const scan = await under([{ match: { service: 'ec2', region: HOME }, fault: 'throttle', times: 2 }], () =>
      scanOf(account, { services: ['ec2'] }),
    );
    expect(scan).toMatchObject({ status: 'completed', errors: [], progress: { throttles: 2, resources: 1 } });
    expect(scan.progress.apiCalls).toBe(2 + 4); // the role, instances, volumes, addresses
    expect((await on.finding(volume)).status).toBe('open');
  });

  it('tries again where the connection breaks or AWS fails', async () => {
    const account = await another();
    await account.volume(HOME, 5);
    const rules: FaultRule[] = [
      { match: { service: 'ec2', region: HOME, action: 'DescribeInstances' }, fault: 'reset', times: 2 },
      { match: { service: 'ec2', region: HOME, action: 'DescribeVolumes' }, fault: 'error500', times: 2 },
    ];
    const scan = await under(rules, () => scanOf(account, { services: ['ec2'] }));
    expect(scan).toMatchObject({
      status: 'completed',
      errors: [],
      progress: { throttles: 0, resources: 1, apiCalls: 4 + 4 },
    });
  });

  it(
    'ends with errors that name region and service, and closes no finding there',
    async () => {
      const scan = await on.ended(bad.scanId, THROTTLED_MS);
      expect(scan.status).toBe('completed_with_errors');
      const { accountId } = on.account;
      const denied = {
        accountId,
        region: ABROAD,
        service: 'ec2',
        part: null,
        reason: 'denied',
        code: 'UnauthorizedOperation',
        count: 1,
      };
      const throttled = {
        accountId,
        region: 'global',
        service: 's3',
        part: null,
        reason: 'throttled',
        code: 'SlowDown',
        count: 1,
      };
      const byType = scan.errors.map(({ resourceType }) => resourceType).sort();
      expect(byType).toEqual([...UNREAD, 'AWS::S3::Bucket']);
      for (const error of scan.errors)
        expect(error).toMatchObject(error.service === 's3' ? throttled : denied);
      expect(await rowsOf([...bad.volumes, bad.bucket])).toEqual(bad.before);
      expect(on.proxy.count({ service: 's3', fault: 'throttle' })).toBe(TRIES);
      expect(scan.progress.throttles).toBe(TRIES); // also those of the attempts that failed

      on.proxy.rules = [];
      expect((await scanOf(on.account)).status).toBe('completed');
      expect((await on.finding(bad.volumes[0] ?? '')).status).toBe('resolved');
      expect((await on.finding(bad.volumes[1] ?? '')).status).toBe('open');
    },
    THROTTLED_MS,
  );
});
