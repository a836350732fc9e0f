import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/app.js';
import { startIncidents, whats, type IncidentsApp } from '../support/incidents.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(90_000);

const ISOLATED = [['shepherd-quarantine'], ['shepherd-quarantine']];
const AS_BEFORE = [['ops', 'web'], ['ops']];
const UNAPPROVED = { approval: { always: false } };

/** The emulator lets all traffic and every call through: that anybody is cut off by it cannot be seen there. */
withEmulator('a critical incident that may be contained at once (needs MOTO_URL)', () => {
  let on: IncidentsApp;
  beforeAll(async () => {
    on = await startIncidents(MOTO_URL ?? '');
    await on.guardrails(UNAPPROVED);
  });
  afterAll(() => on?.close());

  it('is told, kept as evidence, contained, acknowledged, released to what it was, and closed with a report', async () => {
    const { InstanceId, arn } = await on.instance();
    const { incidentId, executionArn } = await on.report({
      ...{ incidentType: 'crypto-mining', severity: 'critical', autoRemediate: true, resourceArns: [arn] },
      notificationTargets: ['ops'],
    });
    const contained = await on.until(incidentId, ({ status }) => status === 'contained');
    expect(await on.groupsOf(InstanceId)).toEqual(ISOLATED);
    expect(contained).toMatchObject({
      ...{ severity: 'critical', response: 'immediate', reasons: ['It was declared critical'] },
      ...{ containedBy: 'workflow', escalationLevel: 0, acknowledgedAt: null, underWay: null },
      containments: [{ fixId: 'contain-instance', status: 'verified', resourceArn: arn }],
    });
    expect(contained.containments[0]?.calls.map(({ operation }) => operation)).toEqual([
      ...['CreateSecurityGroup', 'DescribeSecurityGroups', 'RevokeSecurityGroupEgress'],
      ...['RevokeSecurityGroupEgress', 'DescribeSecurityGroups'],
      ...['ModifyNetworkInterfaceAttribute', 'ModifyNetworkInterfaceAttribute'],
    ]);
    expect(whats(contained)).toEqual([
      ...['opened', 'responded', 'evidence captured', 'containment planned', 'contained'],
    ]);

    // the evidence was there before the first call, and tells how it was
    const startedAt = new Date(contained.containments[0]?.startedAt ?? 0);
    expect(contained.evidence.map(({ kind, status }) => [kind, status])).toEqual([
      ...['configuration', 'timeline', 'findings', 'volume_snapshot'].map((kind) => [kind, 'taken']),
    ]);
    for (const { takenAt } of contained.evidence) expect(new Date(takenAt ?? 0) <= startedAt).toBe(true);
    expect(contained.evidence.map(({ snapshotId }) => snapshotId).filter((id) => id !== null)).toEqual(
      await on.snapshotsOf(incidentId),
    );
    // the emulator forgets the groups of an instance that was started with interfaces of its own
    const piece = await on.on.get<{
      content: { configuration: { id: string; networkInterfaces: object[] } };
    }>(`/incidents/${incidentId}/evidence/${contained.evidence[0]?.id ?? ''}`);
    const { id, networkInterfaces } = piece.content.configuration;
    expect([id, networkInterfaces.length]).toEqual([InstanceId, 2]);

    // acknowledging ends the waiting at once; it stays contained
    expect(await on.isRunning(executionArn)).toBe(true);
    const { status, body } = await on.ask('POST', `/incidents/${incidentId}/acknowledge`);
    expect([status, body]).toMatchObject([
      200,
      { status: 'contained', acknowledgedBy: 'operator@acme.test' },
    ]);
    expect(await on.ended(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: {
        incident: { incidentId, joined: false },
        contained: { contained: 1 },
        acknowledgement: { acknowledged: true, by: 'operator@acme.test' },
      },
    });
    const again = await on.ask('POST', `/incidents/${incidentId}/acknowledge`);
    expect([again.status, again.body.error]).toEqual([409, expect.stringContaining('operator@acme.test')]);

    // it cannot be closed as if nothing were cut off
    const early = await on.ask('POST', `/incidents/${incidentId}/close`, {
      summary: 's',
      outcome: 'resolved',
    });
    expect([early.status, early.body.error]).toEqual([409, expect.stringContaining(arn)]);

    const release = await on.ask('POST', `/incidents/${incidentId}/release`, {}, on.on.keys.approver);
    expect([release.status, release.body]).toMatchObject([202, { changes: [{ resourceArn: arn }] }]);
    const released = await on.until(incidentId, (now) => now.status === 'released');
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
    expect(released).toMatchObject({
      releasedBy: 'approver@acme.test',
      containments: [{ status: 'restored' }],
    });
    const twice = await on.ask('POST', `/incidents/${incidentId}/release`, {}, on.on.keys.approver);
    expect([twice.status, twice.body.error]).toEqual([409, expect.stringContaining('released')]);

    const closed = await on.ask('POST', `/incidents/${incidentId}/close`, {
      ...{ summary: 'It was a test', outcome: 'false_positive' },
    });
    expect([closed.status, closed.body]).toMatchObject([
      200,
      {
        status: 'closed',
        report: {
          ...{
            outcome: 'false_positive',
            closedBy: 'operator@acme.test',
            keptContained: false,
            escalations: 0,
          },
          secondsToContain: expect.any(Number),
          secondsToAcknowledge: expect.any(Number),
          containments: [{ fixId: 'contain-instance', resourceArn: arn, status: 'restored' }],
        },
      },
    ]);
    for (const step of ['acknowledge', 'contain', 'release', 'close']) {
      const more = step === 'close' ? { summary: 's', outcome: 'resolved' } : {};
      const late = await on.ask('POST', `/incidents/${incidentId}/${step}`, more, on.on.keys.approver);
      expect([step, late.status, late.body.error]).toEqual([
        ...[step, 409, expect.stringMatching(/^The incident is closed/)],
      ]);
    }
    await eventually(async () => on.heard(incidentId).length >= 5);
    expect(on.heard(incidentId)).toEqual(['opened', 'contained', 'acknowledged', 'released', 'closed']);
    const timeline = await on.on.get<{ items: { what: string; source: string }[] }>(
      `/resources/${encodeURIComponent(arn)}/timeline`,
    );
    expect(timeline.items.map(({ what }) => what)).toEqual([
      ...['incident.closed', 'incident.released', 'restored', 'incident.contained', 'applied'],
      'incident.opened',
    ]);
    const audit = await on.on.app.database.query<{ action: string }>(
      "SELECT action FROM audit_log WHERE target_type = 'incident' AND target_id = $1 ORDER BY id",
      [incidentId],
    );
    expect(audit.map(({ action }) => action)).toEqual([
      ...['incident.opened', 'incident.contained', 'incident.acknowledged'],
      ...['incident.release', 'incident.released', 'incident.closed'],
    ]);
  });

  it('deactivates a key and puts a user under quarantine, and says what people have to contain', async () => {
    const { arn: user, keyArn, keyId } = await on.on.account.user('mallory');
    const queue = `arn:aws:sqs:us-east-1:${on.accountId}:jobs`;
    const { incidentId } = await on.report({
      ...{ incidentType: 'compromised-key', severity: 'critical', autoRemediate: true },
      resourceArns: [user, keyArn, queue],
    });
    const incident = await on.until(incidentId, ({ status }) => status === 'contained');
    const { AccessKeyMetadata: keys = [] } = await on.iam.listAccessKeys({ UserName: 'mallory' });
    expect(keys.map(({ AccessKeyId, Status }) => [AccessKeyId, Status])).toEqual([[keyId, 'Inactive']]);
    expect((await on.iam.listUserPolicies({ UserName: 'mallory' })).PolicyNames).toEqual([
      'ShepherdQuarantine',
    ]);
    expect(incident.entries.find(({ what }) => what === 'containment refused')).toMatchObject({
      details: { resourceArn: queue, reason: expect.stringContaining('Only people') },
    });
    expect(incident.containments.map(({ status }) => status).sort()).toEqual([
      ...['refused', 'verified', 'verified'],
    ]);
  });

  it('is contained by no workflow that was not asked to', async () => {
    const { InstanceId, arn } = await on.instance();
    const { incidentId, executionArn } = await on.report({
      ...{ incidentType: 'suspicion', severity: 'critical', resourceArns: [arn] },
    });
    await on.until(incidentId, (one) => whats(one).includes('evidence captured'));
    await on.ask('POST', `/incidents/${incidentId}/acknowledge`);
    const { output } = await on.ended(executionArn);
    expect(output).not.toHaveProperty('containment');
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
  });
});

withEmulator('what guardrails say of containment (needs MOTO_URL)', () => {
  let on: IncidentsApp;
  beforeAll(async () => {
    on = await startIncidents(MOTO_URL ?? '');
  });
  afterAll(() => on?.close());

  const critical = async (incidentType: string) => {
    const made = await on.instance();
    const body = { incidentType, severity: 'critical', autoRemediate: true, resourceArns: [made.arn] };
    return { ...made, ...(await on.report(body)) };
  };
  const waitingApproval = (executionId: string, level = 1) =>
    eventually(async () => {
      const { items } = await on.on.get<{ items: { id: string; level: number; status: string }[] }>(
        `/approvals?executionId=${executionId}`,
      );
      return items.find((one) => one.level === level && one.status === 'pending');
    });
  const decide = (id: string, how: string, key: string) => on.ask('POST', `/approvals/${id}/${how}`, {}, key);

  it('nothing is contained in an account where nobody has allowed it, and the timeline says so', async () => {
    const { InstanceId, incidentId } = await critical('off by default');
    const incident = await on.until(incidentId, (one) => whats(one).includes('containment refused'));
    expect(incident).toMatchObject({
      status: 'open',
      containments: [{ status: 'refused', calls: [], reason: expect.stringContaining('not allowed') }],
    });
    expect(incident.entries.at(-1)).toMatchObject({
      details: { reason: expect.stringContaining('guardrail enabled, by default') },
    });
    // neither is anything made as evidence; what only reads is there
    expect(incident.evidence.find(({ kind }) => kind === 'volume_snapshot')).toMatchObject({
      ...{ status: 'missing', snapshotId: null, reason: expect.stringContaining('guardrail enabled') },
    });
    expect(incident.evidence.filter(({ status }) => status === 'taken')).toHaveLength(3);
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
    expect(await on.snapshotsOf(incidentId)).toEqual([]);
    expect(on.heard(incidentId)).not.toContain('contained');
  });

  it('people are asked first where guardrails want that, one level after the other', async () => {
    await on.guardrails({ approval: { always: true, levels: 2 } });
    const { InstanceId, incidentId, executionId } = await critical('asked twice');
    const first = await waitingApproval(executionId);
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
    const { details } = await on.on.get<{ details: { changes: { words: string[] }[] } }>(
      `/approvals/${first.id}`,
    );
    expect(details.changes[0]?.words.join()).toContain('shepherd-quarantine');
    await decide(first.id, 'approve', on.on.keys.approver);
    const second = await waitingApproval(executionId, 2);
    expect((await decide(second.id, 'approve', on.on.keys.approver)).status).toBe(403);
    await decide(second.id, 'approve', on.on.keys.admin);
    await on.until(incidentId, ({ status }) => status === 'contained');
    expect(await on.groupsOf(InstanceId)).toEqual(ISOLATED);
  });

  it('nothing is contained that people have rejected', async () => {
    await on.guardrails({ approval: { always: true } });
    const { InstanceId, incidentId, executionId, executionArn } = await critical('rejected');
    await decide((await waitingApproval(executionId)).id, 'reject', on.on.keys.approver);
    const incident = await on.until(incidentId, (one) => whats(one).includes('containment refused'));
    expect(incident.entries.at(-1)?.details).toMatchObject({ reason: 'approver@acme.test rejected it' });
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
    await on.ask('POST', `/incidents/${incidentId}/acknowledge`);
    expect(await on.ended(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('the kill switch stops it, and no call is made', async () => {
    await on.guardrails(UNAPPROVED);
    await on.on.asAdmin.must('PUT', '/remediations/kill-switch', { engaged: true, reason: 'a drill' });
    const { InstanceId, incidentId } = await critical('switched off');
    const incident = await on.until(incidentId, (one) => whats(one).includes('containment stopped'));
    expect(incident.containments.map(({ calls }) => calls)).toEqual([[]]);
    expect(await on.groupsOf(InstanceId)).toEqual(AS_BEFORE);
    expect(await on.snapshotsOf(incidentId)).toEqual([]);
    await on.on.asAdmin.must('PUT', '/remediations/kill-switch', { engaged: false, reason: 'over' });
  });
});
