import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ABROAD, HOME, idOf } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { WASTE, type Page } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

interface Resource {
  arn: string;
  type: string;
  name: string;
  region: string;
  tags: Record<string, string>;
  deletedAt: string | null;
  changedAt: string;
  configuration: Record<string, unknown>;
  relations: string[];
  history: { kind: string; patch: object[]; source: string }[];
}

withEmulator('the inventory (needs MOTO_URL)', () => {
  let on: ScanApp;
  let home: string;
  let abroad: string;
  let bucket: string;
  let user: Awaited<ReturnType<ScanApp['account']['user']>>;
  let all: string[];

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], WASTE);
    home = await on.account.volume(HOME, 10, { Name: 'Journal_100%' });
    abroad = await on.account.volume(ABROAD, 20);
    bucket = await on.account.bucket(`logs-${on.account.accountId}`);
    user = await on.account.user('carol');
    const root = `arn:aws:iam::${on.account.accountId}:root`;
    all = [home, abroad, bucket, root, user.arn, user.keyArn].sort();
    expect((await on.scan()).status).toBe('completed');
  });
  afterAll(async () => on?.close());

  const list = async (query = '') =>
    (await on.get<Page<Resource>>(`/resources?limit=500${query}`)).items.map(({ arn }) => arn);
  const encoded = (arn: string) => on.get<Resource>(`/resources/${encodeURIComponent(arn)}`);

  it('lists what is there in the order of ARNs, and filters it', async () => {
    expect(await list()).toEqual(all);
    expect(await list('&type=AWS::EC2::Volume')).toEqual([home, abroad].sort());
    expect(await list(`&region=${ABROAD}`)).toEqual([abroad]);
    expect(await list('&region=global&type=AWS::IAM::User')).toEqual([user.arn]);
    expect(await list(`&accountId=${on.account.accountId}`)).toEqual(all);
    expect(await list('&accountId=999999999999')).toEqual([]);
    expect(await list('&text=JOURNAL_100%25')).toEqual([home]);
    expect(await list('&text=_____')).toEqual([]); // no pattern, but text
    expect(await list('&text=CAROL')).toEqual([user.arn, user.keyArn].sort());
  });

  it('visits each resource exactly once in pages of one', async () => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { items, nextCursor } = await on.get<Page<Resource>>(`/resources?limit=1${cursor}`);
      expect(items).toHaveLength(1);
      seen.push(...items.map(({ arn }) => arn));
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen).toEqual(all);
  });

  it('names each bad field of a query', async () => {
    const { status, body } = await on.send<{ details: { path: string }[] }>(
      'GET',
      '/resources?limit=0&accountId=12&includeDeleted=maybe',
    );
    expect([status, body.details.map(({ path }) => path).sort()]).toEqual([
      400,
      ['accountId', 'includeDeleted', 'limit'],
    ]);
  });

  it('takes an ARN in the path raw and URL-encoded', async () => {
    const raw = await on.get<Resource>(`/resources/${bucket}`);
    expect(raw).toEqual(await encoded(bucket));
    expect(raw).toMatchObject({
      arn: bucket,
      type: 'AWS::S3::Bucket',
      region: HOME,
      name: `logs-${on.account.accountId}`,
    });
    const key = await encoded(user.keyArn);
    expect(key).toMatchObject({
      arn: user.keyArn,
      type: 'AWS::IAM::AccessKey',
      region: 'global',
      relations: [user.arn],
    });
    expect(key.configuration).toMatchObject({ id: user.keyId, status: 'Active', userName: 'carol' });
    const unknown = await on.send<{ error: string }>('GET', `/resources/${encodeURIComponent(`${home}0`)}`);
    expect([unknown.status, unknown.body.error]).toEqual([404, `No resource ${home}0`]);
  });

  it('keeps the history of a resource: created, changed by which fields, deleted', async () => {
    const ec2 = on.account.ec2(ABROAD);
    await ec2.createTags({ Resources: [idOf(abroad)], Tags: [{ Key: 'Owner', Value: 'dora' }] });
    const { scanId } = await on.scan({ regions: [ABROAD] });
    const changed = await encoded(abroad);
    expect(changed.tags).toEqual({ Owner: 'dora' });
    expect(changed.history).toMatchObject([
      { kind: 'changed', source: scanId, patch: [{ op: 'add', path: '/tags/Owner', value: 'dora' }] },
      { kind: 'created', patch: [] },
    ]);
    expect((await encoded(home)).history).toHaveLength(1);

    await ec2.deleteVolume({ VolumeId: idOf(abroad) });
    await on.scan();
    expect(await list()).toEqual(all.filter((arn) => arn !== abroad));
    expect(await list('&includeDeleted=true')).toEqual(all);
    const gone = await encoded(abroad);
    expect(gone.history.map(({ kind }) => kind)).toEqual(['deleted', 'changed', 'created']);
    expect(Date.parse(gone.deletedAt ?? '')).toBeGreaterThan(Date.parse(changed.changedAt));
  });

  it('keeps to its tenant', async () => {
    const stranger = await on.app.tenant('globex');
    const ask = (path: string) => on.app.request<Page<Resource>>('GET', path, { key: stranger.viewer });
    expect((await ask(`/resources/${bucket}`)).status).toBe(404);
    expect((await ask('/resources')).body.items).toEqual([]);
  });
});
