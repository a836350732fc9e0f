import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RunStore } from '../../src/modules/schedules/runs.store.js';
import { ScansService } from '../../src/modules/scanning/index.js';
import { conflict } from '../../src/shared/app-error.js';
import { eventually } from '../support/app.js';
import { startScheduleApp, type ScheduleApp } from '../support/schedules.js';

interface Status {
  history: { run_id: string; scan_id: string | null; status: string }[];
}

let test: ScheduleApp;
let scans: ScansService;
const keys: (string | undefined)[] = [];
beforeAll(async () => {
  test = await startScheduleApp({ real: true });
  scans = test.app.app.get(ScansService, { strict: false });
  scans.start = (_, __, { requestKey }) => {
    keys.push(requestKey);
    return Promise.resolve({ scanId: 'scan_one' });
  };
  scans.statusOf = () => Promise.resolve('running');
});
afterAll(() => test.app.close());

const history = async () => (await test.ask<Status>('GET', '/api/schedule/status')).body.history;

describe('a triggered scan', () => {
  it('leaves nothing in the history when it was refused', async () => {
    const start = scans.start.bind(scans);
    scans.start = () => Promise.reject(conflict('An equal scan is under way: scan_other'));
    expect((await test.ask('POST', '/api/schedule/trigger')).status).toBe(409);
    scans.start = start;
    expect(await history()).toEqual([]);
  });

  it('is in the history though the process dies as soon as the scan is started', async () => {
    const runs = test.app.app.get(RunStore, { strict: false });
    runs.noteScan = () => Promise.reject(new Error('killed'));
    expect((await test.ask('POST', '/api/schedule/trigger')).status).toBe(500);
    const [begun] = await history();
    expect(begun).toMatchObject({ status: 'running', scan_id: null });
    await test.app.database.query(
      `UPDATE schedule_runs SET lease_until = app_now() - interval '1 second' WHERE id = $1`,
      [begun?.run_id],
    );
    test.wake();
    const run = await eventually(async () => (await history()).find((one) => one.scan_id !== null));
    expect(run).toMatchObject({ run_id: begun?.run_id, scan_id: 'scan_one', status: 'running' });
    expect(keys).toEqual([run.run_id, run.run_id]); // the scan is found by it
  });
});
