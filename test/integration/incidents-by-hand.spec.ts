import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { startIncidents, whats, type IncidentsApp } from '../support/incidents.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000);

const ISOLATED = [['shepherd-quarantine'], ['shepherd-quarantine']];
const AS_BEFORE = [['ops', 'web'], ['ops']];
const UNAPPROVED = { approval: { always: false } };

withEmulator('containing by hand (needs MOTO_URL)', () => {
  let on: IncidentsApp;
  beforeAll(async () => {
    on = await startIncidents(MOTO_URL ?? '');
  });
  beforeEach(() => on.guardrails(UNAPPROVED));
  afterAll(() => on?.close());

  const high = async (key?: string) => {
    const made = await on.instance();
    const { incidentId } = await on.report(
      { incidentType: 'by hand', severity: 'high', resourceArns: [made.arn] },
      key,
    );
    await on.until(incidentId, (one) => whats(one).includes('evidence captured'));
    return { ...made, incidentId };
  };
  const contain = (id: string, body: object = {}, key = on.on.keys.approver) =>
    on.ask<{ changes: { status: string; words: string[] }[]; error: string; details: object[] }>(
      ...(['POST', `/incidents/${id}/contain`, body, key] as const),
    );
  const release = (id: string, body: object = {}) =>
    on.ask('POST', `/incidents/${id}/release`, body, on.on.keys.approver);

  it('a dry run says what would be done, and does nothing', async () => {
    const { InstanceId, incidentId } = await high();
    const { status, body } = await contain(incidentId, { dryRun: true });
    expect([status, body]).toMatchObject([
      200,
      { dryRun: true, planVersion: null, changes: [{ status: 'planned', fixId: 'contain-instance' }] },
    ]);
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
    expect((await on.get(incidentId)).containments).toEqual([]);
  });

  it('copies volumes first, and needs more than an operator', async () => {
    const { InstanceId, incidentId } = await high();
    expect(await on.snapshotsOf(incidentId)).toEqual([]); // not critical: nobody was to contain it
    expect((await contain(incidentId, {}, on.on.keys.operator)).status).toBe(403);
    expect((await contain(incidentId, { resourceArns: ['arn:aws:s3:::other'] })).status).toBe(400);
    expect((await contain(incidentId)).status).toBe(202);
    const incident = await on.until(incidentId, ({ status }) => status === 'contained');
    expect(incident).toMatchObject({ containedBy: 'approver@acme.test', underWay: null });
    expect(await on.groupsOf(InstanceId)).toEqual(ISOLATED);
    expect(await on.snapshotsOf(incidentId)).toHaveLength(1);
    const again = await contain(incidentId);
    expect([again.status, again.body.details]).toEqual([
      412,
      [expect.objectContaining({ message: expect.stringContaining('already') })],
    ]);
  });

  it('is refused where guardrails want more people, or somebody else', async () => {
    const own = await high(on.on.keys.approver);
    await on.guardrails({ approval: { always: true } });
    const [mine, others] = [await contain(own.incidentId), await contain((await high()).incidentId)];
    expect([mine.status, mine.body.error]).toEqual([412, expect.stringContaining('somebody else')]);
    expect(others.status).toBe(202);
    await on.guardrails({ approval: { always: true, quorum: 2 } });
    const few = await contain((await high()).incidentId);
    expect([few.status, few.body.error]).toEqual([412, expect.stringContaining('2 people')]);
  });

  it('is not taken back over what somebody has changed since, unless it is forced', async () => {
    const { InstanceId, incidentId, arn, ops, NetworkInterfaceId } = await high();
    await contain(incidentId);
    await on.until(incidentId, ({ status }) => status === 'contained');
    await on.ec2.modifyNetworkInterfaceAttribute({ NetworkInterfaceId, Groups: [ops] });
    const { status, body } = await release(incidentId);
    expect([status, body.details]).toMatchObject([412, [{ path: arn, message: expect.any(String) }]]);
    expect((await on.groupsOf(InstanceId)).flat()).toContain('shepherd-quarantine');
    expect((await release(incidentId, { force: true })).status).toBe(202);
    await on.until(incidentId, (now) => now.status === 'released');
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
  });

  it('stays contained where that is said when it is closed', async () => {
    const { InstanceId, incidentId } = await high();
    await contain(incidentId);
    await on.until(incidentId, ({ status }) => status === 'contained');
    const { status, body } = await on.ask('POST', `/incidents/${incidentId}/close`, {
      ...{ summary: 'It stays off', outcome: 'resolved', keepContained: true },
    });
    expect([status, body]).toMatchObject([200, { status: 'closed', report: { keptContained: true } }]);
    expect(await on.groupsOf(InstanceId)).toEqual(ISOLATED);
    // and is released later all the same
    expect((await release(incidentId)).status).toBe(202);
    const now = await on.until(incidentId, ({ releasedAt }) => releasedAt !== null);
    expect(now).toMatchObject({ status: 'closed', releasedBy: 'approver@acme.test' });
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
  });
});
