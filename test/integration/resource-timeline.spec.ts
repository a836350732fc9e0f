import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { EventCoverage, Timeline } from '../../src/modules/scanning/index.js';
import { ACCOUNT, address, ARN, startReadings, UNUSED, type Readings } from '../support/readings.js';

interface Entry {
  kind: string;
  what: string;
  patch: object[];
  details: Record<string, unknown>;
  source: string;
}

describe('the timeline of a resource', () => {
  let on: Readings;

  beforeAll(async () => {
    on = await startReadings();
  });
  afterAll(() => on.close());
  afterEach(() => on.empty());

  const timeline = (query = '') =>
    on.test.request<{ items: Entry[]; nextCursor: string | null }>(
      'GET',
      `/resources/${encodeURIComponent(ARN)}/timeline?tenantId=default${query}`,
    );

  it('tells in the timeline what happened, by whom, and what it led to', async () => {
    await on.event(on.moment(), address(null), 'evt_1');
    await on.inTenant((tx) =>
      on.of(Timeline).append(tx, 'default', [
        {
          ...{ arn: ARN, kind: 'event', what: 'AssociateAddress', at: new Date(Date.now() - 60_000) },
          ...{ source: 'evt_2', correlationId: 'evt_2', who: { principal: 'bob' } },
        },
      ]),
    );
    await on.event(on.moment(), address('eni-1'), 'evt_2');
    const { status, body } = await timeline();
    expect(status).toBe(200);
    const shown = body.items.map(({ kind, what, source }) => [kind, what, source]);
    expect(shown).toEqual([
      ['finding', 'resolved', 'evt_2'],
      ['drift', 'changed', 'evt_2'],
      ['finding', 'opened', 'evt_1'],
      ['drift', 'created', 'evt_1'],
      ['event', 'AssociateAddress', 'evt_2'], // a minute before it was told
    ]);
    const [resolved, changed, opened] = body.items;
    expect(changed).toMatchObject({
      ...{ who: { principal: 'alice' }, correlationId: 'evt_2' },
      details: { eventIds: ['evt_2'], announced: true },
      patch: [
        { op: 'replace', path: '/associationId', value: 'eipassoc-1', before: null },
        { op: 'replace', path: '/networkInterfaceId', value: 'eni-1', before: null },
      ],
    });
    expect(opened).toMatchObject({
      details: { findingId: expect.stringMatching(/^fnd_/) as unknown, controlId: UNUSED, reason: 'fail' },
      correlationId: 'evt_1',
    });
    expect(resolved).toMatchObject({ details: { controlId: UNUSED, severity: 'low' } });

    const first = await timeline('&limit=2');
    const rest = await timeline(`&limit=3&cursor=${first.body.nextCursor ?? ''}`);
    expect([...first.body.items, ...rest.body.items]).toEqual(body.items);
    expect(rest.body.nextCursor).toBeNull();
    const only = await timeline('&kind=drift');
    expect(only.body.items.map(({ what }) => what)).toEqual(['changed', 'created']);

    const { body: resource } = await on.test.request<{ history: { kind: string; patch: object[] }[] }>(
      'GET',
      `/resources/${encodeURIComponent(ARN)}?tenantId=default`,
    );
    expect(resource.history).toMatchObject([{ kind: 'changed', patch: changed?.patch }, { kind: 'created' }]);
  });

  it('tells in the timeline what people do to a finding', async () => {
    await on.scan(on.moment(), address(null));
    const [finding] = await on.test.database.query<{ id: string }>('SELECT id FROM findings');
    await on.test.request('POST', `/findings/${finding?.id ?? ''}/suppress?tenantId=default`, {
      body: { reason: 'kept for later' },
    });
    await on.test.request('POST', `/findings/${finding?.id ?? ''}/unsuppress?tenantId=default`, { body: {} });
    const { body } = await timeline('&kind=finding');
    expect(body.items.map(({ what, details }) => [what, details['reason']])).toEqual([
      ['unsuppressed', 'unsuppressed'],
      ['suppressed', 'kept for later'],
      ['opened', 'fail'],
    ]);
  });

  it('has no timeline of what nobody knows, and that of another tenant for nobody else', async () => {
    expect((await timeline()).status).toBe(404);
    expect((await timeline('&kind=nothing')).status).toBe(400);
    await on.scan(on.moment(), address());
    expect((await timeline()).status).toBe(200);
    expect((await timeline('&kind=fix')).body.items).toEqual([]);
    const { viewer } = await on.test.tenant('other');
    const path = `/resources/${encodeURIComponent(ARN)}/timeline`;
    expect((await on.test.request('GET', path, { key: viewer })).status).toBe(404);
    expect((await timeline('&cursor=W10')).status).toBe(400);
  });

  it('covers with events what they told, and counts what only a scan found', async () => {
    const since = new Date(Date.now() - 3_600_000 * 24);
    const coverage = () => on.inTenant((tx) => on.of(EventCoverage).of(tx, 'default', { since }));
    const told = (at: Date) =>
      on.inTenant((tx) =>
        on.of(Timeline).append(tx, 'default', [{ arn: ARN, kind: 'event', what: 'X', source: 'evt_9', at }]),
      );
    const forget = (kind: string) => on.test.database.query('DELETE FROM timeline WHERE kind = $1', [kind]);
    expect(await coverage()).toEqual([]);
    await on.scan(on.moment(), address()); // the first listing: it was there before
    const drift = await on.test.database.query<{ details: object }>(
      `SELECT details FROM timeline WHERE kind = 'drift'`,
    );
    expect(drift).toEqual([{ details: { baseline: true } }]);
    expect(await coverage()).toEqual([]);

    await on.event(on.moment(), address('eni-1'));
    const of1 = { accountId: ACCOUNT, service: 'ec2' };
    expect(await coverage()).toEqual([{ ...of1, announced: 1, unannounced: 0, coverage: 100 }]);
    await on.scan(on.moment(), address('eni-2'));
    await on.scan(on.moment(), address('eni-3'));
    expect(await coverage()).toEqual([{ ...of1, announced: 1, unannounced: 2, coverage: 33.3 }]);
    await told(new Date(Date.now() - 3_600_000)); // one that a scan was faster than
    expect(await coverage()).toEqual([{ ...of1, announced: 3, unannounced: 0, coverage: 100 }]);
    await forget('event');
    await told(new Date(Date.now() - 25 * 3_600_000));
    expect(await coverage()).toMatchObject([{ announced: 1, unannounced: 2 }]);
    await told(new Date(Date.now() + 16 * 60_000));
    expect(await coverage()).toMatchObject([{ announced: 1, unannounced: 2 }]);
    await told(new Date(Date.now() + 14 * 60_000));
    expect(await coverage()).toMatchObject([{ announced: 3, unannounced: 0 }]);
    const other = await on.inTenant((tx) =>
      on.of(EventCoverage).of(tx, 'default', { since, accountId: '222222222222' }),
    );
    expect(other).toEqual([]);
    expect(
      await on.inTenant((tx) =>
        on.of(EventCoverage).of(tx, 'default', { since: new Date(Date.now() + 1_000) }),
      ),
    ).toEqual([]);
  });

  it('takes what a scan finds first after its type was listed to the end for a change', async () => {
    await on.emptyListing(on.moment());
    await on.scan(on.moment(), address());
    const since = new Date(Date.now() - 3_600_000 * 24);
    expect(await on.inTenant((tx) => on.of(EventCoverage).of(tx, 'default', { since }))).toMatchObject([
      { announced: 0, unannounced: 1, coverage: 0 },
    ]);
  });
});
