import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/app.js';
import { PUBLIC, startRemediations, TLS, type RemediationsApp } from '../support/remediations.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

const PASSWORDS = [
  ...['minimum_length_14', 'reuse_24', 'expires_passwords_within_90_days_or_less'],
  ...['uppercase', 'lowercase', 'number', 'symbol'],
].map((rule) => `iam_password_policy_${rule}`);
const WEAK = { MinimumPasswordLength: 6, AllowUsersToChangePassword: true };

jest.setTimeout(120_000);

withEmulator('several findings of one resource in a remediation (needs MOTO_URL)', () => {
  let on: RemediationsApp;
  beforeAll(async () => {
    on = await startRemediations(MOTO_URL ?? '');
    await on.guardrails({ approval: { always: true, levels: 1 } });
  });
  afterAll(() => on?.close());

  /** Says yes as often as it is asked. @returns how often that was, and the end */
  async function approved(id: string) {
    for (let asked = 0; ; asked += 1) {
      const now = await on.settled(id);
      if (now.status !== 'waiting_for_approval') return { asked, now };
      const { approvalId } = await on.waiting(id, 1);
      const { status, body } = await on.decide(approvalId, 'approve', on.on.keys.approver);
      expect({ status, body }).toMatchObject({ status: 200 });
      // it waits on until the workflow has gone on
      await eventually(async () => {
        const { status, approvals } = await on.get(id);
        const isNew = approvals.some((one) => one.status === 'pending' && one.approvalId !== approvalId);
        return status !== 'waiting_for_approval' || isNew;
      });
    }
  }

  it('mends all of them, asks once, and takes back each to the very same policy', async () => {
    const { iam } = on.on.account;
    const policy = async () => (await iam.getAccountPasswordPolicy({})).PasswordPolicy;
    await iam.updateAccountPasswordPolicy(WEAK);
    const before = await policy();
    await on.on.scan({ controls: PASSWORDS, services: ['iam'] });
    const found = await on.on.app.database.query<{ id: string }>(
      "SELECT id FROM findings WHERE control_id LIKE 'iam_password_policy_%' AND status = 'open'",
    );
    expect(found).toHaveLength(PASSWORDS.length);
    const id = await on.start(found.map((one) => one.id));
    const { asked, now } = await approved(id);
    expect(now).toMatchObject({ status: 'completed', counts: { verified: PASSWORDS.length } });
    expect(asked).toBe(1);
    expect(await policy()).toMatchObject({
      ...{ MinimumPasswordLength: 14, RequireSymbols: true, RequireNumbers: true, MaxPasswordAge: 90 },
      ...{ RequireUppercaseCharacters: true, RequireLowercaseCharacters: true, PasswordReusePrevention: 24 },
      AllowUsersToChangePassword: true,
    });
    expect((await on.ask('POST', `/remediations/${id}/rollback`, {}, on.on.keys.approver)).status).toBe(202);
    expect((await on.settled(id)).status).toBe('rolled_back');
    expect(await policy()).toEqual(before);
  });

  it('takes one back though what it only looked at is another by then', async () => {
    const { Bucket, ids } = await on.bucket(PUBLIC, TLS);
    const id = await on.start(ids);
    expect((await approved(id)).now.status).toBe('completed');
    const IndexDocument = { Suffix: 'index.html' };
    await on.on.account.s3.putBucketWebsite({ Bucket, WebsiteConfiguration: { IndexDocument } });
    const { status } = await on.ask('POST', `/remediations/${id}/rollback`, {}, on.on.keys.approver);
    expect(status).toBe(202);
    expect(await on.settled(id)).toMatchObject({ status: 'rolled_back', reason: null });
    expect([await on.blockOf(Bucket), await on.policyOf(Bucket)]).toEqual([null, null]);
  });
});
