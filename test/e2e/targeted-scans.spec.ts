import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  complianceAccount,
  ENCRYPTED_QUEUE,
  PUBLIC_QUEUE,
  SERVICES,
  type ComplianceAccount,
} from './compliance-account.js';
import { ABROAD, HOME } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { type Finding, type Scan } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

withEmulator('scans of less than all (needs MOTO_URL)', () => {
  let on: ScanApp;
  let there: ComplianceAccount;
  /** Two queues that are encrypted by turns: what is read of them moves a finding. */
  const isEncrypted = { plain: false, other: false, abroad: false };

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], { services: SERVICES });
    there = await complianceAccount(on.account);
    expect((await on.scan()).status).toBe('completed');
  }, 60_000);
  afterAll(async () => {
    there?.close();
    await on?.close();
  });

  const turn = async (...which: ('plain' | 'other')[]) => {
    for (const one of which) await there.encrypt(there[one], (isEncrypted[one] = !isEncrypted[one]));
  };
  const stateOf = async (one: 'plain' | 'other') => (await on.finding(there[one], ENCRYPTED_QUEUE)).status;
  /** Whether the finding says what is so now. */
  const isSeen = async (one: 'plain' | 'other') =>
    (await stateOf(one)) === (isEncrypted[one] ? 'resolved' : 'open');
  const without = (list: readonly Finding[], isOut: (one: Finding) => boolean) =>
    list
      .filter((one) => !isOut(one))
      .map((one) => JSON.stringify(one))
      .sort();
  const unitsOf = async ({ scanId }: Scan) =>
    (
      await on.app.database.query<{ unit: string }>(
        `SELECT service || ' ' || region AS unit FROM scan_units WHERE scan_id = $1`,
        [scanId],
      )
    )
      .map(({ unit }) => unit)
      .sort();
  const ALWAYS = ['account global', 'assessment global'];

  it('ask the controls that are named, and read what these need', async () => {
    await turn('plain');
    const before = await on.findings();
    on.proxy.clear();
    const scan = await on.scan({ controls: [ENCRYPTED_QUEUE] });
    expect(scan.status).toBe('completed');
    expect(await unitsOf(scan)).toEqual([...ALWAYS, `sqs ${ABROAD}`, `sqs ${HOME}`].sort());
    for (const service of ['rds', 's3', 'kms', 'sns']) expect(on.proxy.count({ service })).toBe(0);
    expect(await isSeen('plain')).toBe(true);
    const isAsked = ({ controlId }: Finding) => controlId === ENCRYPTED_QUEUE;
    expect(without(await on.findings(), isAsked)).toEqual(without(before, isAsked));
    // what it did not ask for is as it was read before
    const others = await on.verdicts(`&resourceArn=${there.plain}&controlId=${PUBLIC_QUEUE}`);
    expect(others.map(({ verdict }) => verdict)).toEqual(['pass']);
  });

  it('read the resources that are named, and nothing else', async () => {
    await turn('plain', 'other');
    const before = await on.findings();
    const scan = await on.scan({ resourceArns: [there.plain] });
    expect([scan.status, scan.progress.resources]).toEqual(['completed', 1]);
    expect(await unitsOf(scan)).toEqual([...ALWAYS, `sqs ${HOME}`].sort());
    expect([await isSeen('plain'), await isSeen('other')]).toEqual([true, false]);
    const isNamed = ({ resourceArn }: Finding) => resourceArn === there.plain;
    expect(without(await on.findings(), isNamed)).toEqual(without(before, isNamed));
    await on.scan();
    expect(await isSeen('other')).toBe(true);
  });

  it('know what of the named is gone', async () => {
    const gone = await there.queue('gone', false);
    await on.scan({ services: ['sqs'] });
    expect((await on.finding(gone, ENCRYPTED_QUEUE)).status).toBe('open');
    await there.sqs.deleteQueue({ QueueUrl: (await there.sqs.getQueueUrl({ QueueName: 'gone' })).QueueUrl });
    expect((await on.scan({ resourceArns: [gone] })).status).toBe('completed');
    const { status, history } = await on.finding(gone, ENCRYPTED_QUEUE);
    expect([status, history[0]?.reason]).toEqual(['resolved', 'deleted']);
    expect(await on.verdicts(`&resourceArn=${gone}`)).toEqual([]);
  });

  it('do nothing about a resource that nobody knows, and end', async () => {
    const before = await on.findings();
    const scan = await on.scan({ resourceArns: [`${there.plain}-unknown`] });
    expect(scan).toMatchObject({ status: 'completed', errors: [], progress: { resources: 0, findings: 0 } });
    expect(await unitsOf(scan)).toEqual(ALWAYS);
    expect(await on.findings()).toEqual(before);
    expect((await on.send('POST', '/scans', { resourceArns: ['no-arn'] })).status).toBe(400);
  });

  it('read what has the tags, and take nothing else for gone', async () => {
    await turn('plain', 'other');
    const before = await on.get<{ items: object[] }>('/resources?limit=500');
    const scan = await on.scan({ tags: { Team: 'data' } });
    expect([scan.status, scan.progress.resources]).toEqual(['completed', 2]); // both queues of the team
    expect([await isSeen('plain'), await isSeen('other')]).toEqual([true, false]);
    expect((await on.get<{ items: object[] }>('/resources?limit=500')).items).toHaveLength(
      before.items.length,
    );
    const none = await on.scan({ tags: { Team: 'data', Stage: 'none' } });
    expect([none.status, none.progress.resources]).toEqual(['completed', 0]);
    await on.scan();
    expect(await isSeen('other')).toBe(true);
  });

  it('judge anew what has open findings, and that alone', async () => {
    expect([await stateOf('plain'), await stateOf('other')]).toEqual(['resolved', 'open']);
    await turn('plain', 'other');
    const open = new Set((await on.findings('&status=open')).map(({ resourceArn }) => resourceArn));
    const fresh = await there.queue('fresh', false);
    on.proxy.clear();
    const scan = await on.scan({ scanType: 'reassessment' });
    expect([scan.status, scan.progress.resources]).toEqual(['completed', open.size]);
    expect(on.proxy.count({ service: 'sqs', action: 'ListQueues' })).toBe(0);
    expect([await isSeen('plain'), await isSeen('other')]).toEqual([false, true]);
    expect(await on.findings(`&resourceArn=${fresh}`)).toEqual([]);
  });

  it('leave out, where they are incremental, what was shown to be empty a moment ago', async () => {
    await on.scan();
    const full = await unitsOf(await on.scan());
    const incremental = await on.scan({ scanType: 'incremental' });
    expect(incremental.status).toBe('completed');
    const units = await unitsOf(incremental);
    expect(full).toEqual(expect.arrayContaining(units));
    expect(units).toEqual(
      expect.arrayContaining([`sqs ${HOME}`, `sqs ${ABROAD}`, `rds ${HOME}`, `kms ${HOME}`, 's3 global']),
    );
    for (const empty of [`rds ${ABROAD}`, `kms ${ABROAD}`, `sns ${ABROAD}`])
      expect(units).not.toContain(empty);
    await turn('plain');
    await on.scan({ scanType: 'incremental' });
    expect(await isSeen('plain')).toBe(true);
  });

  it('are assessed one after the other where they end at the same time', async () => {
    const starts = SERVICES.flatMap((service) => [
      on.start({ services: [service] }),
      on.start({ services: [service], scanType: 'security' }),
    ]);
    for (const scanId of await Promise.all(starts)) expect((await on.ended(scanId)).status).toBe('completed');
    const attempts = await on.app.database.query<{ attempt: number }>(
      `SELECT DISTINCT attempt FROM scan_units WHERE service = 'assessment'`,
    );
    expect(attempts).toEqual([{ attempt: 1 }]); // none has stood in the way of another
    const twice = await on.app.database.query(
      'SELECT FROM scores GROUP BY scan_id, account_id, framework_id HAVING count(*) > 1',
    );
    expect(twice).toEqual([]);
  });
});
