import { KMS } from '@aws-sdk/client-kms';
import { RDS } from '@aws-sdk/client-rds';
import { SNS } from '@aws-sdk/client-sns';
import { SQS } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { controls } from '../../src/modules/scanning/domain/controls/index.js';
import type { FaultRule } from '../support/fault-proxy.mjs';
import { ABROAD, HOME } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { type Assessment, type Page, type Scan, type Verdict } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

/** A throttle without an end takes half a minute: see scan-faults.spec.ts. */
const THROTTLED_MS = 90_000;
const SERVICES = ['rds', 'kms', 'sqs', 'sns'];
const FAULTS: FaultRule[] = [
  { match: { service: 'rds' }, fault: 'deny' },
  { match: { service: 'kms' }, fault: 'throttle' },
  { match: { service: 'sqs' }, fault: 'unsupported' },
];
/** What cannot be read then, and why. */
const WHY: Record<string, string> = {
  'AWS::RDS::DBInstance': 'denied',
  'AWS::RDS::DBCluster': 'denied',
  'AWS::RDS::DBSnapshot': 'denied',
  'AWS::RDS::DBClusterSnapshot': 'denied',
  'AWS::KMS::Key': 'throttled',
  'AWS::SQS::Queue': 'unsupported',
};
/** All of these pass from the beginning. */
const PASSING = {
  databases: ['rds_instance_storage_encrypted', 'rds_instance_no_public_access'],
  keys: ['kms_key_not_publicly_accessible'],
  queues: ['sqs_queues_not_publicly_accessible'],
  topics: ['sns_topics_not_publicly_accessible'],
};

withEmulator('verdicts and scores where AWS answers badly (needs MOTO_URL)', () => {
  let on: ScanApp;
  let clients: { rds: RDS; kms: KMS; sqs: SQS; sns: SNS };
  let arns: {
    database: string;
    key: string;
    queue: string;
    goneQueue: string;
    topic: string;
    goneTopic: string;
  };
  let before: State;
  let scan: Scan;
  let after: State;

  interface State {
    verdicts: Verdict[];
    findings: Record<string, unknown>[];
    own: Assessment;
    fsbp: Assessment;
  }

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '');
    await seed();
    await on.asAdmin.must('POST', '/frameworks', {
      ...{ id: 'all-pass', name: 'All pass', version: '1', description: 'Of these specs' },
      requirements: Object.entries(PASSING).map(([id, of]) => ({
        ...{ id, title: id, section: 'All', controls: of },
      })),
    });
    const first = await on.scan({ services: SERVICES });
    expect([first.status, first.errors]).toEqual(['completed', []]);
    before = await state();
    await change();
    on.proxy.rules = FAULTS;
    scan = await on.ended(await on.start({ services: SERVICES }), THROTTLED_MS);
    after = await state();
  }, THROTTLED_MS + 30_000);

  afterAll(async () => {
    for (const client of Object.values(clients ?? {})) client.destroy();
    await on?.close();
  });

  async function seed(): Promise<void> {
    const { accountId, at } = on.account;
    clients = {
      rds: new RDS(at(HOME)),
      kms: new KMS(at(HOME)),
      sqs: new SQS(at(HOME)),
      sns: new SNS(at(HOME)),
    };
    const { rds, kms, sqs, sns } = clients;
    const { DBInstance } = await rds.createDBInstance({
      ...{ DBInstanceIdentifier: 'orders', DBInstanceClass: 'db.t3.micro', Engine: 'postgres' },
      ...{ AllocatedStorage: 20, StorageEncrypted: true, PubliclyAccessible: false },
      ...{ MasterUsername: 'owner', MasterUserPassword: 'not-a-secret' },
    });
    const { KeyMetadata } = await kms.createKey({});
    await sqs.createQueue({ QueueName: 'kept' });
    await sqs.createQueue({ QueueName: 'gone', Attributes: { SqsManagedSseEnabled: 'false' } });
    const topics = [await sns.createTopic({ Name: 'kept' }), await sns.createTopic({ Name: 'gone' })];
    const queue = (name: string) => `arn:aws:sqs:${HOME}:${accountId}:${name}`;
    arns = {
      ...{ database: DBInstance?.DBInstanceArn ?? '', key: KeyMetadata?.Arn ?? '' },
      ...{ queue: queue('kept'), goneQueue: queue('gone') },
      ...{ topic: topics[0]?.TopicArn ?? '', goneTopic: topics[1]?.TopicArn ?? '' },
    };
  }

  /** Each would move findings if it were looked at; only the topic can be. */
  async function change(): Promise<void> {
    const { rds, kms, sqs, sns } = clients;
    await rds.modifyDBInstance({ DBInstanceIdentifier: 'orders', DeletionProtection: true });
    await kms.enableKeyRotation({ KeyId: arns.key });
    const { QueueUrl } = await sqs.getQueueUrl({ QueueName: 'gone' });
    await sqs.deleteQueue({ QueueUrl });
    await sns.deleteTopic({ TopicArn: arns.goneTopic });
  }

  const state = async (): Promise<State> => ({
    verdicts: await on.verdicts(),
    findings: await on.app.database.query('SELECT * FROM findings ORDER BY id'),
    own: await on.get<Assessment>('/frameworks/all-pass/assessment'),
    fsbp: await on.get<Assessment>('/frameworks/fsbp/assessment'),
  });
  const about = (list: readonly Verdict[], arn: string | null) =>
    list.filter(({ resourceArn }) => resourceArn === arn);
  const ids = (list: readonly Verdict[]) => list.map(({ controlId }) => controlId).sort();
  const statusOf = (controlId: string, arn: string) =>
    on.finding(arn, controlId).then(({ status, history }) => [status, history[0]?.reason]);
  const outOfReach = ({ resource_type: type }: Record<string, unknown>) => String(type) in WHY;

  it('had evidence of everything before', () => {
    expect(new Set(before.verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['pass', 'fail']));
    for (const arn of Object.values(arns)) expect(about(before.verdicts, arn).length).toBeGreaterThan(1);
    expect(before.findings.filter(outOfReach).length).toBeGreaterThan(3);
    expect([before.own.score, before.own.coverage]).toEqual([100, 100]);
    expect(before.own.statuses).toMatchObject({ passed: 4 });
  });

  it('names each service, in each region, with the reason', () => {
    expect(scan.status).toBe('completed_with_errors');
    const named = scan.errors.map(({ region, resourceType, part, reason }) => [
      region,
      resourceType,
      part,
      reason,
    ]);
    const expected = [ABROAD, HOME].flatMap((region) =>
      Object.entries(WHY).map(([type, reason]) => [region, type, null, reason]),
    );
    expect(named.sort()).toEqual(expected.sort());
    expect(scan.progress.throttles).toBeGreaterThan(0);
  });

  it('has no evidence for the controls of what it knew there', () => {
    for (const arn of [arns.database, arns.key, arns.queue, arns.goneQueue]) {
      const now = about(after.verdicts, arn);
      expect(ids(now)).toEqual(ids(about(before.verdicts, arn)));
      for (const { verdict, evidence, resourceType } of now)
        expect([verdict, evidence]).toEqual([
          'no_evidence',
          expect.objectContaining({ part: 'list', noEvidence: WHY[resourceType] }),
        ]);
    }
    expect(about(after.verdicts, arns.topic).map(({ verdict, evidence }) => [verdict, evidence])).toEqual(
      about(before.verdicts, arns.topic).map(({ verdict, evidence }) => [verdict, evidence]),
    );
    expect(about(after.verdicts, arns.goneTopic)).toEqual([]);
  });

  it('has none for the controls of what it knows nothing of in a region, either', () => {
    const controlsOn = (type: string) =>
      controls.filter((control) => control.type === type).map(({ id }) => id);
    for (const type of Object.keys(WHY)) {
      const unknown = about(after.verdicts, null).filter(({ resourceType }) => resourceType === type);
      expect(ids(unknown.filter(({ region }) => region === ABROAD))).toEqual(controlsOn(type).sort());
      const isKnownAtHome = before.verdicts.some(({ resourceType }) => resourceType === type);
      expect(ids(unknown.filter(({ region }) => region === HOME))).toEqual(
        isKnownAtHome ? [] : controlsOn(type).sort(),
      );
      for (const { verdict, evidence } of unknown)
        expect([verdict, evidence['noEvidence']]).toEqual(['no_evidence', WHY[type]]);
    }
  });

  it('claims no pass of what it could not read, to whomever asks', async () => {
    const unread = (list: readonly Verdict[]) => list.filter(({ resourceType }) => resourceType in WHY);
    for (const verdict of ['pass', 'fail', 'manual', 'not_applicable'])
      expect(unread(await on.verdicts(`&verdict=${verdict}`))).toEqual([]);
    for (const { requirements } of [after.own, after.fsbp]) {
      const assessed = requirements.flatMap((one) => one.controls);
      const isOut = (id: string) => controls.some((one) => one.id === id && one.type in WHY);
      for (const { controlId, counts } of assessed.filter((one) => isOut(one.controlId)))
        expect([controlId, counts.pass, counts.fail]).toEqual([controlId, 0, 0]);
    }
  });

  it('moves no finding of what it could not read, and those of the rest', async () => {
    expect(after.findings.filter(outOfReach)).toEqual(before.findings.filter(outOfReach));
    expect(await statusOf('sns_topics_kms_encryption_at_rest_enabled', arns.goneTopic)).toEqual([
      'resolved',
      'deleted',
    ]);
    expect((await on.finding(arns.topic)).scanId).toBe(scan.scanId);
  });

  it('lowers the coverage, not the score', async () => {
    expect(after.own.score).toBe(100);
    expect(after.own.coverage).toBeLessThan(before.own.coverage ?? 0);
    expect(after.fsbp.coverage).toBeLessThan(before.fsbp.coverage ?? 0);
    const statuses = after.own.requirements.map(({ id, status, score, coverage }) => [
      id,
      status,
      score,
      coverage,
    ]);
    expect(statuses).toEqual([
      ['databases', 'no_evidence', null, 0],
      ['keys', 'no_evidence', null, 0],
      ['queues', 'no_evidence', null, 0],
      ['topics', 'passed', 100, 100],
    ]);
    const { items } = await on.get<Page<{ score: number; coverage: number }>>(
      '/scores/history?frameworkId=all-pass',
    );
    expect(items.map(({ score, coverage }) => [score, coverage])).toEqual([
      [100, after.own.coverage],
      [100, 100],
    ]);
  });

  it('has evidence again of what is described on its own, and of that alone', async () => {
    on.proxy.rules = FAULTS.filter(({ fault }) => fault !== 'unsupported');
    await on.scan({ resourceArns: [arns.queue] });
    const verdicts = async (arn: string) =>
      new Set((await on.verdicts(`&resourceArn=${arn}`)).map(({ verdict }) => verdict));
    expect(await verdicts(arns.queue)).toEqual(new Set(['pass']));
    expect(await verdicts(arns.goneQueue)).toEqual(new Set(['no_evidence']));
    expect(await verdicts(arns.key)).toEqual(new Set(['no_evidence']));
  });

  it('brings evidence, findings and coverage back once the faults are gone', async () => {
    on.proxy.rules = [];
    const { status, scanId } = await on.scan({ services: SERVICES });
    expect(status).toBe('completed');
    const now = await state();
    expect(new Set(now.verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['pass', 'fail']));
    expect([now.own.score, now.own.coverage, now.own.statuses]).toEqual([100, 100, before.own.statuses]);
    expect(now.fsbp.coverage).toBe(before.fsbp.coverage);
    expect(await statusOf('rds_instance_deletion_protection', arns.database)).toEqual(['resolved', 'pass']);
    expect(await statusOf('kms_cmk_rotation_enabled', arns.key)).toEqual(['resolved', 'pass']);
    expect(await statusOf('sqs_queues_server_side_encryption_enabled', arns.goneQueue)).toEqual([
      'resolved',
      'deleted',
    ]);
    const still = now.findings.filter((one) => outOfReach(one) && one['status'] === 'open');
    expect(new Set(still.map((one) => one['last_scan_id']))).toEqual(new Set([scanId]));
  });

  it('says of a listing with a gap what it has read, and that it has no evidence of the rest', async () => {
    await on.account.user('eve');
    await on.account.user('frank');
    const asked = { controls: ['iam_rotate_access_key_90_days'] };
    const verdicts = async () =>
      (await on.verdicts(`&controlId=${asked.controls[0] ?? ''}`)).map(({ verdict }) => verdict).sort();
    await on.scan(asked);
    expect(await verdicts()).toEqual(['pass', 'pass']);
    on.proxy.rules = [{ match: { service: 'iam', action: 'ListAccessKeys' }, fault: 'deny', times: 1 }];
    const { errors } = await on.scan(asked);
    expect(errors).toContainEqual(
      expect.objectContaining({ part: 'accessKeys', reason: 'denied', count: 1 }),
    );
    expect(await verdicts()).toEqual(['no_evidence', 'pass']);
  });
});
