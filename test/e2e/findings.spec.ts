import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HOME, idOf } from './emulated-account.js';
import { startScanApp, type ScanApp } from './scan-app.js';
import { AT_ONCE, WASTE, type Finding, type FindingDetail, type Page } from './scan-client.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to scan: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

withEmulator('findings (needs MOTO_URL)', () => {
  let on: ScanApp;
  let attached: string;
  let deleted: string;
  let InstanceId: string;
  let user: Awaited<ReturnType<ScanApp['account']['user']>>;

  beforeAll(async () => {
    on = await startScanApp(MOTO_URL ?? '', {}, [], WASTE);
    attached = await on.account.volume(HOME, 10);
    deleted = await on.account.volume(HOME, 20, { Team: 'data' });
    user = await on.account.user('bob');
    expect((await on.scan()).status).toBe('completed');
  });
  afterAll(async () => on?.close());

  const transitions = ({ history }: FindingDetail) =>
    history.map(({ from, to, reason }) => `${from ?? 'new'} ${to} ${reason}`);
  const rescan = () => on.scan({ services: ['ec2', 'iam'] });

  it('resolves the findings of what was fixed, and of what is gone', async () => {
    const before = await Promise.all([attached, deleted, user.keyArn].map((arn) => on.finding(arn)));
    expect(before.map(({ status }) => status)).toEqual(['open', 'open', 'open']);
    const ec2 = on.account.ec2(HOME);
    const { Instances } = await ec2.runInstances({
      ImageId: 'ami-12c6146b',
      MinCount: 1,
      MaxCount: 1,
      InstanceType: 't3.micro',
    });
    InstanceId = Instances?.[0]?.InstanceId ?? '';
    await ec2.attachVolume({ VolumeId: idOf(attached), InstanceId, Device: '/dev/sdh' });
    await ec2.deleteVolume({ VolumeId: idOf(deleted) });
    await on.account.iam.deleteAccessKey({ UserName: 'bob', AccessKeyId: user.keyId });
    const { scanId } = await rescan();

    const after = await Promise.all([attached, deleted, user.keyArn].map((arn) => on.finding(arn)));
    expect(after.map(({ id, status }) => [id, status])).toEqual(before.map(({ id }) => [id, 'resolved']));
    expect(after.map(transitions)).toEqual([
      ['open resolved pass', 'new open fail'],
      ['open resolved deleted', 'new open fail'],
      ['open resolved deleted', 'new open fail'],
    ]);
    for (const { history, resolvedAt, openedAt } of after) {
      expect(history[0]?.source).toBe(scanId);
      expect(Date.parse(resolvedAt ?? '')).toBeGreaterThan(Date.parse(openedAt));
    }
    expect((await on.finding(user.arn)).status).toBe('open'); // the user without its key is as unused as before
  });

  it('opens the same finding again when what was fixed comes back', async () => {
    const resolved = await on.finding(attached);
    await on.account.ec2(HOME).detachVolume({ VolumeId: idOf(attached), InstanceId });
    await rescan();
    const reopened = await on.finding(attached);
    expect(reopened).toMatchObject({ id: resolved.id, status: 'open', resolvedAt: null });
    expect(Date.parse(reopened.openedAt)).toBeGreaterThan(Date.parse(resolved.openedAt));
    expect(transitions(reopened)).toEqual(['resolved open fail', 'open resolved pass', 'new open fail']);
    const rows = await on.app.database.query('SELECT FROM findings WHERE resource_arn = $1', [attached]);
    expect(rows).toHaveLength(1);
  });

  it('filters and counts, and pages through all of them once', async () => {
    const all = await on.findings();
    const statuses = (list: Finding[]) => [...new Set(list.map(({ status }) => status))];
    expect(statuses(await on.findings('&status=resolved'))).toEqual(['resolved']);
    const high = await on.findings('&severity=high,critical');
    expect(high.map(({ controlId }) => controlId)).toEqual(['iam_access_key_unused']);
    expect(await on.findings('&region=global&status=open')).toHaveLength(1);
    expect(await on.findings('&accountId=999999999999')).toEqual([]);
    expect(await on.findings(`&since=${new Date(Date.now() + 60_000).toISOString()}`)).toEqual([]);
    const { counts } = await on.get<Page<Finding>>('/findings?status=open&limit=1');
    expect(counts).toEqual({
      ...{ total: 2, bySeverity: { low: 2 }, estimatedMonthlySavingsUsd: 1 },
      byResourceType: { 'AWS::IAM::User': 1, 'AWS::EC2::Volume': 1 },
    });
    expect(await pages((cursor) => on.get(`/findings?limit=1${cursor}`))).toEqual(all.map(({ id }) => id));
    expect((await on.send('GET', '/findings?cursor=eeek')).status).toBe(400);
    expect((await on.send('GET', '/findings?severity=awful&status=closed')).status).toBe(400);
  });

  it('lists the worst first when asked to, page by page, and no cursor of the other order', async () => {
    const all = await on.findings();
    const oldest = all.at(-1);
    const severity = (to: string) =>
      on.app.database.query('UPDATE findings SET severity = $2 WHERE id = $1', [oldest?.id, to]);
    await severity('critical'); // the others are low and high, the newest of them the high ones
    const rank = (of: Finding) => (of.id === oldest?.id ? 0 : of.severity === 'high' ? 1 : 2);
    const worst = [...all].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
    const inOrder = (query: string) => pages((cursor) => on.get(`/findings?order=worst&${query}${cursor}`));
    expect(await inOrder('limit=1')).toEqual(worst);
    expect(await inOrder('limit=3')).toEqual(worst);
    expect(await inOrder('limit=1&severity=low,critical')).toEqual(worst.filter((id) => rank(of(id)) !== 1));
    const { nextCursor } = await on.get<Page<Finding>>('/findings?limit=1');
    expect((await on.send('GET', `/findings?order=worst&cursor=${nextCursor}`)).status).toBe(400);
    await severity(oldest?.severity ?? '');
    function of(id: string): Finding {
      const one = all.find((finding) => finding.id === id);
      if (one === undefined) throw new Error(`${id} is not in the list`);
      return one;
    }
  });

  it('suppresses a finding until a time, through scans, and shows it as open again after that', async () => {
    const { id } = await on.finding(attached);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const answer = await on.must<FindingDetail>('POST', `/findings/${id}/suppress`, {
      reason: 'moving it',
      expiresAt,
    });
    const suppressed = { reason: 'moving it', by: 'operator@acme.test', until: expiresAt };
    expect(answer).toMatchObject({ status: 'open', suppressed });
    expect(answer.history[0]).toMatchObject({
      from: 'open',
      to: 'suppressed',
      source: 'api',
      actor: 'operator@acme.test',
    });
    await rescan();
    expect(await on.finding(attached)).toMatchObject({ status: 'open', suppressed });
    const shown = async (flag: string) =>
      (await on.findings(`&suppressed=${flag}`)).map((finding) => finding.id);
    expect([await shown('true'), (await shown('false')).includes(id)]).toEqual([[id], false]);
    await on.app.database.query(
      `UPDATE findings SET suppressed_until = now() - interval '1 s' WHERE id = $1`,
      [id],
    );
    expect((await on.finding(attached)).suppressed).toBeNull();
    expect([await shown('true'), (await shown('false')).includes(id)]).toEqual([[], true]);
  });

  it('takes a suppression back once, and writes both to the audit log', async () => {
    const { id } = await on.finding(user.arn);
    await on.must('POST', `/findings/${id}/suppress`, { reason: 'break glass', expiresAt: null });
    const back = await on.must<FindingDetail>('POST', `/findings/${id}/unsuppress`);
    expect(back.suppressed).toBeNull();
    expect(transitions(back).slice(0, 2)).toEqual([
      'suppressed open unsuppressed',
      'open suppressed break glass',
    ]);
    expect((await on.send('POST', `/findings/${id}/unsuppress`)).status).toBe(409);
    const { items } = await on.asAdmin.get<Page<Record<string, unknown>>>(`/audit-log?targetId=${id}`);
    expect(items).toMatchObject([
      {
        action: 'finding.unsuppressed',
        actor: 'operator@acme.test',
        before: { suppressedReason: 'break glass' },
        after: { suppressed: null },
      },
      { action: 'finding.suppressed', actor: 'operator@acme.test', after: { suppressed: 'break glass' } },
    ]);
  });

  it('refuses suppressions without a reason, into the past, by viewers, and of nothing', async () => {
    const { id } = await on.finding(user.arn);
    const suppress = (body: unknown, of = id) =>
      on.send<{ details?: { path: string }[] }>('POST', `/findings/${of}/suppress`, body);
    const bad = [
      {},
      { reason: '  ' },
      { reason: 'x', expiresAt: '2020-01-01T00:00:00Z' },
      { reason: 'x', expiresAt: 'soon' },
      { reason: 'x', until: 'soon' },
    ];
    const answers = await Promise.all(bad.map((body) => suppress(body)));
    expect(answers.map(({ status }) => status)).toEqual(bad.map(() => 400));
    expect(answers.slice(0, 4).map(({ body }) => body.details?.[0]?.path)).toEqual([
      'reason',
      'reason',
      'expiresAt',
      'expiresAt',
    ]);
    const asViewer = await on.app.request('POST', `/findings/${id}/suppress`, {
      key: on.keys.viewer,
      body: { reason: 'x' },
    });
    expect(asViewer.status).toBe(403);
    expect((await suppress({ reason: 'x' }, 'fnd_unknown')).status).toBe(404);
    expect((await on.finding(user.arn)).suppressed).toBeNull();
  });

  it('judges by the tenant’s thresholds and exempt tags at the next scan', async () => {
    const tagged = await on.account.volume(HOME, 5, { Team: 'data' });
    await rescan();
    expect((await on.finding(tagged)).status).toBe('open');
    await on.asAdmin.must('PUT', '/tenants/acme/settings', {
      thresholds: { unusedUserDays: 1 },
      exemptTags: [{ key: 'Team', value: 'data' }],
    });
    await rescan();
    expect(transitions(await on.finding(tagged))[0]).toBe('open resolved not_applicable');
    expect(transitions(await on.finding(user.arn))[0]).toBe('open resolved pass');
    expect((await on.finding(attached)).status).toBe('open');
    await on.asAdmin.must('PUT', '/tenants/acme/settings', { thresholds: AT_ONCE, exemptTags: [] });
    await rescan();
    expect([(await on.finding(tagged)).status, (await on.finding(user.arn)).status]).toEqual([
      'open',
      'open',
    ]);
  });

  it('keeps to its tenant', async () => {
    const stranger = await on.app.tenant('globex');
    const { id } = await on.finding(attached);
    const ask = (path: string) => on.app.request<Page<Finding>>('GET', path, { key: stranger.admin });
    expect((await ask(`/findings/${id}`)).status).toBe(404);
    expect((await ask('/findings')).body.items).toEqual([]);
    expect((await ask('/findings?tenantId=acme')).status).toBe(403);
  });
});

/** The ids of all items, page by page. */
async function pages(page: (cursor: string) => Promise<Page<{ id: string }>>): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const { items, nextCursor } = await page(cursor);
    ids.push(...items.map(({ id }) => id));
    if (nextCursor === null) return ids;
    cursor = `&cursor=${nextCursor}`;
  }
}
