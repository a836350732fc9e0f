import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, eventually, type TestApp } from '../support/app.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { RecordingStarter } from '../support/recording-starter.js';
import { SchedulesClock } from '../../src/modules/schedules/schedules-clock.js';
import { type Schedule } from '../support/schedules.js';

// The default schedules of specs/1 over the changes of the clocks in 2027, each fire started by the application at its
// time: the clock of the test's database is put from one planned time to the next.

const zones = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'Asia/Kathmandu'] as const;
type Zone = (typeof zones)[number];
const tenantOf = (zone: Zone) => zone.split('/')[1]?.toLowerCase().replace('_', '-') ?? '';

/**
 * Sundays on which clocks change, with the daily scans at 06:00 around them and the monitoring at 00:00, 04:00 … 20:00
 * of the day itself, written out by hand. Lord Howe moves by half an hour, Kathmandu never.
 */
const changes: { day: string; zone: Zone; daily: string[]; monitoring: string[] }[] = [
  {
    ...{ day: '2027-03-14', zone: 'America/New_York' },
    daily: ['13T11:00', '14T10:00', '15T10:00'],
    monitoring: ['14T05:00', '14T08:00', '14T12:00', '14T16:00', '14T20:00', '15T00:00'],
  },
  {
    ...{ day: '2027-03-28', zone: 'Europe/Berlin' },
    daily: ['27T05:00', '28T04:00', '29T04:00'],
    monitoring: ['27T23:00', '28T02:00', '28T06:00', '28T10:00', '28T14:00', '28T18:00'],
  },
  {
    ...{ day: '2027-04-04', zone: 'Australia/Lord_Howe' },
    daily: ['02T19:00', '03T19:30', '04T19:30', '05T19:30'],
    monitoring: ['03T13:00', '03T17:30', '03T21:30', '04T01:30', '04T05:30', '04T09:30'],
  },
  {
    ...{ day: '2027-10-03', zone: 'Australia/Lord_Howe' },
    daily: ['01T19:30', '02T19:00', '03T19:00', '04T19:00'],
    monitoring: ['02T13:30', '02T17:00', '02T21:00', '03T01:00', '03T05:00', '03T09:00'],
  },
  {
    ...{ day: '2027-10-31', zone: 'Europe/Berlin' },
    daily: ['30T04:00', '31T05:00', '01T05:00'],
    monitoring: ['30T22:00', '31T03:00', '31T07:00', '31T11:00', '31T15:00', '31T19:00'],
  },
  {
    ...{ day: '2027-11-07', zone: 'America/New_York' },
    daily: ['06T10:00', '07T11:00', '08T11:00'],
    monitoring: ['07T04:00', '07T09:00', '07T13:00', '07T17:00', '07T21:00', '08T01:00'],
  },
];

const HOUR_MS = 3_600_000;
const QUARTER_MS = HOUR_MS / 4;

const starter = new RecordingStarter();
let database: TestDatabase;
let app: TestApp;
let clock: SchedulesClock;
const ids = new Map<string, string>();

beforeAll(async () => {
  database = await createTestDatabase();
  // a clock that stands where the test puts it, and goes on from there
  await database.query(
    `CREATE TABLE clock AS SELECT statement_timestamp() AS origin, statement_timestamp() AS shown`,
  );
  await database.query('GRANT SELECT ON clock TO PUBLIC');
  await database.query(`CREATE OR REPLACE FUNCTION app_now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT date_trunc('milliseconds', shown + (statement_timestamp() - origin)) FROM clock $$`);
  app = await startTestApp({}, [], database);
  starter.attach(app);
  clock = app.app.get(SchedulesClock, { strict: false });
  for (const zone of zones) {
    await app.tenant(tenantOf(zone));
    const items = await eventually(async () => {
      const { body } = await app.request<{ items: Schedule[] }>(
        'GET',
        `/schedules?tenantId=${tenantOf(zone)}`,
      );
      return body.items.length === 4 && body.items;
    });
    for (const { scheduleType, scheduleId } of items) ids.set(`${zone} ${String(scheduleType)}`, scheduleId);
  }
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const putClock = (at: Date) =>
  database.query('UPDATE clock SET origin = statement_timestamp(), shown = $1', [at]);

/** Switches the schedules of these types on, in all zones, from `at` on. */
async function switchOn(types: readonly string[], at: Date): Promise<void> {
  await putClock(at);
  for (const [name, id] of ids) {
    const [zone = '', type = ''] = name.split(' ');
    for (const change of [{ enabled: false }, { enabled: types.includes(type), timezone: zone }]) {
      const body = { tenantId: tenantOf(zone as Zone), ...change };
      const answer = await app.request('PUT', `/schedules/${id}`, { body });
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    }
  }
}

/** Lives through the time up to `end`; gives what was started, by schedule, as planned times. */
async function liveUntil(end: Date): Promise<Map<string, string[]>> {
  starter.reset();
  for (;;) {
    const [row] = await database.query<{ next: Date | null; open: boolean; now: Date }>(
      `SELECT (SELECT min(next_run_at) FROM schedules) AS next, app_now() AS now,
              EXISTS (SELECT FROM schedule_runs WHERE status IN ('queued', 'running')) AS open`,
    );
    if (row === undefined) throw new Error('the clock is gone');
    const { next, open, now } = row;
    if (open || (next !== null && next <= now)) {
      clock.wake();
      await new Promise((done) => setTimeout(done, 2));
      continue;
    }
    if (next === null || next > end) break;
    await putClock(next);
  }
  const started = new Map<string, string[]>();
  for (const [name, id] of ids) {
    started.set(
      name,
      starter.of(id).map(({ input }) => input.metadata.triggeredAt),
    );
  }
  return started;
}

const formats = new Map(
  zones.map((timeZone) => [
    timeZone as string,
    new Intl.DateTimeFormat('en-CA', {
      ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
      ...{ hourCycle: 'h23', weekday: 'short' },
    }),
  ]),
);

/** What the clock of a zone shows, by Intl: 2027-03-14T06:00 and the day of the week. */
function local(zone: string, at: number): { text: string; weekday: string } {
  const parts = formats.get(zone)?.formatToParts(at) ?? [];
  const of = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? '';
  const text = `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
  return { text, weekday: of('weekday') };
}

/** The minutes of a span whose local time a test accepts, the first of those that come twice. */
function expected(zone: string, from: Date, end: Date, accepts: (time: ReturnType<typeof local>) => boolean) {
  const seen = new Set<string>();
  const found: string[] = [];
  for (let at = Math.ceil(from.getTime() / QUARTER_MS) * QUARTER_MS; at <= end.getTime(); at += QUARTER_MS) {
    const time = local(zone, at);
    if (!accepts(time) || seen.has(time.text)) continue;
    seen.add(time.text);
    found.push(new Date(at).toISOString().replace('.000', ''));
  }
  return found;
}

const rules: Record<string, (time: ReturnType<typeof local>) => boolean> = {
  'daily-compliance-scan': ({ text }) => text.endsWith('T06:00'),
  'continuous-monitoring': ({ text }) => /T(00|04|08|12|16|20):00$/.test(text),
  'weekly-assessment': ({ text, weekday }) => weekday === 'Mon' && text.endsWith('T08:00'),
  'monthly-audit-pack': ({ text }) => text.endsWith('-01T09:00'),
};

function compare(started: Map<string, string[]>, types: readonly string[], from: Date, end: Date): void {
  for (const [name, times] of started) {
    const [zone = '', type = ''] = name.split(' ');
    const rule = rules[type];
    if (rule === undefined || !types.includes(type)) continue;
    expect([name, times]).toEqual([name, expected(zone, from, end, rule)]);
  }
}

describe('the daily scan and the four-hourly monitoring', () => {
  const types = ['daily-compliance-scan', 'continuous-monitoring'];

  it.each(changes)('start at the same local times around $day in $zone', async (change) => {
    const { day, zone, daily, monitoring } = change;
    const from = new Date(Date.parse(day) - 30 * HOUR_MS + 60_000);
    const end = new Date(Date.parse(day) + 48 * HOUR_MS);
    await switchOn(types, from);
    compare(await liveUntil(end), types, from, end);
    expect(new Set(starter.starts.map(({ executionName }) => executionName)).size).toBe(
      starter.starts.length,
    );
    const dayAndTime = (type: string) => started(zone, type).map((at) => at.slice(8, 16));
    expect(dayAndTime('daily-compliance-scan')).toEqual(daily);
    expect(dayAndTime('continuous-monitoring')).toEqual(expect.arrayContaining(monitoring));
  });
});

const started = (zone: Zone, type: string) =>
  starter.of(ids.get(`${zone} ${type}`) ?? '').map(({ input }) => input.metadata.triggeredAt);

describe('the weekly assessment and the monthly audit pack', () => {
  it('start at the same local times all through a year', async () => {
    const types = ['weekly-assessment', 'monthly-audit-pack'];
    const from = new Date('2028-01-15T12:00:00Z');
    const end = new Date('2028-12-03T00:00:00Z');
    await switchOn(types, from);
    compare(await liveUntil(end), types, from, end);
    expect(started('Europe/Berlin', 'monthly-audit-pack').map((at) => at.slice(0, 16))).toEqual([
      ...['2028-02-01T08:00', '2028-03-01T08:00', '2028-04-01T07:00', '2028-05-01T07:00', '2028-06-01T07:00'],
      ...['2028-07-01T07:00', '2028-08-01T07:00', '2028-09-01T07:00', '2028-10-01T07:00', '2028-11-01T08:00'],
      '2028-12-01T08:00',
    ]);
    expect(started('Australia/Lord_Howe', 'weekly-assessment').slice(10, 13)).toEqual([
      '2028-03-26T21:00:00Z', // Monday 08:00 at +11:00
      '2028-04-02T21:30:00Z', // and at +10:30
      '2028-04-09T21:30:00Z',
    ]);
  }, 120_000);
});
