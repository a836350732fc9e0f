import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ResourceRefresh } from '../../src/modules/scanning/index.js';
import { address, ARN, startReadings, UNUSED, type Readings } from '../support/readings.js';
import { scanWith } from '../support/scan-rows.js';

describe('readings of a resource that come out of order', () => {
  let on: Readings;

  beforeAll(async () => {
    on = await startReadings();
  });
  afterAll(() => on.close());
  afterEach(() => on.empty());

  const row = async () =>
    (
      await on.test.database.query<{ nic: string | null; deleted: boolean; readAt: Date; source: string }>(
        `SELECT configuration ->> 'networkInterfaceId' AS nic, deleted_at IS NOT NULL AS deleted,
                read_at AS "readAt", last_scan_id AS source FROM resources`,
      )
    )[0];
  const findings = () =>
    on.test.database.query<{ status: string; source: string }>(
      'SELECT status, last_scan_id AS source FROM findings WHERE control_id = $1',
      [UNUSED],
    );

  it('leaves what an event has read since, when a slow scan writes its older page', async () => {
    const [listed, described] = [on.moment(), on.moment()];
    expect(await on.event(described, address('eni-1'))).toBe('created');
    expect(await on.scan(listed, address(null))).toBe('superseded');
    expect(await row()).toMatchObject({ nic: 'eni-1', readAt: described, source: 'evt_1' });
    expect(await on.drifts()).toEqual(['created']);
    expect(await findings()).toEqual([]); // the older page has it unattached
  });

  it('is no reason for a scan not to have seen it', async () => {
    const [listed, described] = [on.moment(), on.moment()];
    await on.event(described, address(null));
    const seenAt = async (table: string) =>
      (
        await on.test.database.query<{ at: Date }>(`SELECT last_seen_at AS at FROM ${table}`)
      )[0]?.at.getTime() ?? 0;
    const before = [await seenAt('resources'), await seenAt('findings')];
    await new Promise((wait) => setTimeout(wait, 5));
    await on.scan(listed, address(null));
    expect(await seenAt('resources')).toBeGreaterThan(before[0] ?? 0);
    expect(await seenAt('findings')).toBeGreaterThan(before[1] ?? 0);
  });

  it('writes a younger page over an older description', async () => {
    const [described, listed] = [on.moment(), on.moment()];
    await on.event(described, address('eni-1'));
    expect(await on.scan(listed, address(null))).toBe('changed');
    expect(await row()).toMatchObject({ nic: null, readAt: listed });
    expect(await findings()).toEqual([{ status: 'open', source: 'scan_1' }]);
  });

  it('does not bring back what an event saw deleted', async () => {
    const [first, listed, described] = [on.moment(), on.moment(), on.moment()];
    await on.scan(first, address(null));
    expect(await on.event(described, null)).toBe('deleted');
    expect(await on.scan(listed, address(null))).toBe('superseded');
    expect(await row()).toMatchObject({ deleted: true, readAt: described });
    expect(await findings()).toMatchObject([{ status: 'resolved' }]);
    expect(await on.drifts()).toEqual(['created', 'deleted']);
    expect(await on.scan(on.moment(), address(null))).toBe('restored');
    expect(await row()).toMatchObject({ deleted: false });
  });

  it('does not take in what was deleted before a scan under way has written it', async () => {
    const [listed, described] = [on.moment(), on.moment()];
    const { scanId } = await scanWith(on.test, [{ service: 'ec2', region: 'eu-west-1' }]);
    await on.test.database.query(`UPDATE scans SET status = 'running' WHERE id = $1`, [scanId]);
    await on.test.database.query(`UPDATE scan_units SET status = 'running'`);
    expect(await on.event(described, null)).toBe('absent');
    expect(await on.scan(listed, address(null), scanId)).toBe('superseded');
    expect(await row()).toMatchObject({ deleted: true });
    expect(await on.drifts()).toEqual([]);
    // made under the same name later: it was never there before
    expect(await on.scan(on.moment(), address(null), scanId)).toBe('created');
    expect(await on.drifts()).toEqual(['created']);
  });

  it('keeps nothing of a deletion of what was never seen while no scan is under way', async () => {
    expect(await on.event(on.moment(), null)).toBe('absent');
    expect(await row()).toBeUndefined();
  });

  it('deletes by a listing what was read before it began, and nothing else', async () => {
    const [first, listed, described] = [on.moment(), on.moment(), on.moment()];
    await on.scan(first, address(null));
    await on.event(described, address(null, { Name: 'x' }));
    await on.emptyListing(listed);
    expect(await row()).toMatchObject({ deleted: false });
    const last = on.moment();
    await on.emptyListing(last);
    expect(await row()).toMatchObject({ deleted: true, readAt: last });
    expect(await findings()).toMatchObject([{ status: 'resolved' }]);
    // a description that was begun before that listing is older
    expect(await on.event(described, address(null))).toBe('superseded');
    expect(await row()).toMatchObject({ deleted: true });
  });

  it('takes an absence for older where a younger reading has found the resource', async () => {
    const [described, listed] = [on.moment(), on.moment()];
    await on.scan(listed, address(null));
    expect(await on.event(described, null)).toBe('superseded');
    expect(await row()).toMatchObject({ deleted: false, readAt: listed });
    expect(await on.drifts()).toEqual(['created']);
  });

  it('writes of two that come at the same time the younger one, whichever is first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [older, younger] = [on.moment(), on.moment()];
      const both = [() => on.scan(older, address('eni-old')), () => on.event(younger, address('eni-new'))];
      if (round % 2 === 0) both.reverse();
      await Promise.all(both.map((write) => write()));
      expect(await row()).toMatchObject({ nic: 'eni-new', readAt: younger });
      expect((await on.drifts()).filter((what) => what === 'created')).toHaveLength(1);
      await on.test.database.query('TRUNCATE resources, timeline, findings, finding_transitions');
    }
  });

  it('says when a resource was last read, also of what is gone', async () => {
    const [first, last] = [on.moment(), on.moment()];
    const reads = () =>
      on.inTenant((tx) => on.of(ResourceRefresh).lastReads(tx, 'default', [ARN, `${ARN}x`]));
    expect(await reads()).toEqual(new Map());
    await on.event(first, address());
    expect(await reads()).toEqual(new Map([[ARN, first]]));
    await on.event(last, null);
    expect(await reads()).toEqual(new Map([[ARN, last]]));
    const again = on.moment();
    expect(await on.event(again, null)).toBe('absent');
    expect(await reads()).toEqual(new Map([[ARN, again]]));
  });

  it('asks no control of what is as it was, yet has read it', async () => {
    await on.event(on.moment(), address(null));
    await on.test.database.query(`UPDATE findings SET status = 'resolved'`); // which a control would open again
    const again = on.moment();
    expect(await on.event(again, address(null), 'evt_2')).toBe('unchanged');
    expect(await findings()).toMatchObject([{ status: 'resolved' }]);
    expect(await row()).toMatchObject({ readAt: again, source: 'evt_2' });
    expect(await on.event(on.moment(), address(null, { Name: 'x' }), 'evt_3')).toBe('changed');
    expect(await findings()).toEqual([{ status: 'open', source: 'evt_3' }]);
  });
});
