import { describe, expect, it } from '@jest/globals';
import { decideClaims, isMissed, type Surroundings } from './claiming.js';
import { circuitKey, type Circuit } from './domain/circuit.js';
import { type DueRun, type OpenRunRow } from './starting.store.js';

const at = new Date('2026-11-20T06:00:00Z');

const due = (id: string, changed: Partial<DueRun> = {}): DueRun => ({
  ...{ id, tenantId: 'acme', scheduleId: 'sch_1', scheduleType: 'scan', plannedAt: at, dueAt: at },
  ...{ cause: 'schedule', attempt: 0, startedAt: at, orphaned: false, replaces: [], correlationId: id },
  ...{ openSince: at, error: null, waits: false, isDeleted: false },
  misfire: { policy: 'run_once', limit: 100, catchUpWindowSeconds: 86_400 },
  ...{ requestedBy: 'a@acme.test', requestedByKey: 'key_1', target: { type: 'scan' }, parameters: {} },
  channels: [],
  ...{ overlapPolicy: 'skip', maxAttempts: 3, maxRetryAgeSeconds: 86_400, now: at },
  ...changed,
});

const open = (id: string, changed: Partial<OpenRunRow> = {}): OpenRunRow => ({
  ...{ id, scheduleId: 'sch_1', plannedAt: at, active: false, waits: false },
  ...changed,
});

const among = (rows: OpenRunRow[], known: Partial<Surroundings> = {}): Surroundings => ({
  ...{ open: rows, circuits: new Map(), newer: new Map() },
  ...known,
});
const told = (runs: DueRun[], rows: OpenRunRow[], known: Partial<Surroundings> = {}) =>
  decideClaims(runs, among(rows, known)).map((claim) => `${claim.run.id} ${claim.do}`);
const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);

describe('decideClaims', () => {
  it('lets runs that are due together see each other', () => {
    expect(told([due('a'), due('b')], [open('a'), open('b')])).toEqual(['a start', 'b skip']);
    const queued = ['a', 'b', 'c'].map((id) => due(id, { overlapPolicy: 'queue_one' }));
    expect(
      told(
        queued,
        ['a', 'b', 'c'].map((id) => open(id)),
      ),
    ).toEqual(['a start', 'b wait', 'c skip']);
  });

  it('keeps schedules apart', () => {
    const other = due('b', { scheduleId: 'sch_2' });
    expect(told([due('a'), other], [open('a'), open('b', { scheduleId: 'sch_2' })])).toEqual([
      'a start',
      'b start',
    ]);
  });

  it('does not start what another run of the same batch replaces, and leaves to that what it was to replace', () => {
    const runs = ['a', 'b', 'c'].map((id) => due(id, { overlapPolicy: 'cancel_running' }));
    const rows = [open('a'), open('b'), open('c'), open('z', { active: true })];
    expect(decideClaims(runs, among(rows))).toMatchObject([
      { do: 'cancel', reason: 'replaced by b (overlapPolicy cancel_running)' },
      { do: 'cancel', reason: 'replaced by c (overlapPolicy cancel_running)' },
      { do: 'start', replaces: ['z', 'a', 'b'] },
    ]);
  });

  it('keeps what a broken-off first attempt has replaced: its executions may not be cancelled yet', () => {
    const run = due('a', { overlapPolicy: 'cancel_running', replaces: ['z'] });
    expect(decideClaims([run], among([open('a')]))).toMatchObject([{ do: 'start', replaces: ['z'] }]);
  });

  it('keeps the place of a run that has begun, and what it replaces', () => {
    const again = due('a', { attempt: 1, replaces: ['z'] });
    const rows = [open('a', { active: true }), open('b', { active: true })];
    expect(decideClaims([again], among(rows))).toMatchObject([{ do: 'start', replaces: ['z'] }]);
    expect(told([due('b'), again], [open('b'), open('a', { active: true })])).toEqual(['b skip', 'a start']);
  });

  it('ends a run whose worker died in the last attempt, and lets the next one start', () => {
    const target = { type: 'sns' as const, topicArn: 'arn:aws:sns:eu-west-1:123456789012:alerts' };
    const dead = due('a', { attempt: 3, orphaned: true, target });
    const rows = [open('a', { active: true }), open('b')];
    expect(told([dead, due('b')], rows)).toEqual(['a fail', 'b start']);
    const second = due('a', { attempt: 2, orphaned: true, target });
    expect(told([second], [open('a', { active: true })])).toEqual(['a start']);
    expect(told([due('a', { attempt: 3, target })], [open('a', { active: true })])).toEqual(['a start']);
  });

  it.each([
    [{ type: 'scan' }, 3],
    [{ type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' }, 3],
    [{ type: 'lambda', functionName: 'report' }, 0],
    [{ type: 'sns', topicArn: 'arn:aws:sns:eu-west-1:123456789012:alerts' }, 0],
  ] as const)(
    'starts again what finds itself by the run when its worker died: %j, %d times',
    (target, extra) => {
      const died = (attempt: number) =>
        told([due('a', { target, maxAttempts: 1, attempt, orphaned: true })], [open('a', { active: true })]);
      for (let attempt = 1; attempt <= extra; attempt++) expect(died(attempt)).toEqual(['a start']);
      expect(died(extra + 1)).toEqual(['a fail']);
    },
  );

  it('does not try again what is past its retry age, and says what went wrong before', () => {
    const changed = { attempt: 1, error: 'no connection', maxRetryAgeSeconds: 3600 };
    expect(told([due('a', { ...changed, now: later(3600) })], [open('a')])).toEqual(['a start']);
    const late = due('a', { ...changed, now: later(3601) });
    expect(decideClaims([late], among([open('a')]))).toMatchObject([
      { do: 'fail', error: 'no connection; it is too late for another attempt (maxRetryAgeSeconds)' },
    ]);
  });

  it.each([0, 2])('cancels what is due of a deleted schedule (attempt %d)', (attempt) => {
    const run = due('a', { attempt, isDeleted: true });
    expect(decideClaims([run], among([open('a')]))).toMatchObject([
      { do: 'cancel', reason: 'the schedule was deleted' },
    ]);
  });
});

describe('the one that queue_one lets wait', () => {
  const rows = (...waiting: OpenRunRow[]) => [open('first', { active: true }), ...waiting];

  it.each([60, -60])('goes on waiting though another has come to wait (planned %d s later)', (seconds) => {
    const run = due('a', { overlapPolicy: 'queue_one', waits: true });
    const asked = open('b', { waits: true, plannedAt: later(seconds) });
    expect(told([run], rows(open('a', { waits: true }), asked))).toEqual(['a wait']);
    const next = due('c', { overlapPolicy: 'queue_one' });
    expect(told([next], rows(open('a', { waits: true }), open('c')))).toEqual(['c skip']);
  });
});

describe('a run that nobody started in time', () => {
  const none = { run: null, isUnplanned: false, missed: 0 };
  const outage = (changed: Partial<DueRun>, newer = {}) => {
    const run = due('a', { now: later(7200), ...changed });
    const known = new Map(isMissed(run) ? [['a', { ...none, ...newer }] as const] : []);
    return decideClaims([run], among([open('a')], { newer: known }))[0];
  };
  const rules = (given: Partial<DueRun['misfire']>) => ({
    misfire: { policy: 'run_once', limit: 100, catchUpWindowSeconds: 86_400, ...given } as const,
  });

  it('is judged by the misfire policy as if it had no row yet', () => {
    expect(outage({})).toMatchObject({ do: 'start' });
    expect(outage({}, { run: later(3600) })).toMatchObject({
      do: 'skip',
      reason: 'missed; the run of 2026-11-20T07:00:00.000Z stands for it (misfirePolicy run_once)',
    });
    expect(outage({}, { isUnplanned: true })).toMatchObject({
      reason: 'missed; a later time stands for it (misfirePolicy run_once)',
    });
    expect(outage(rules({ policy: 'skip' }))).toMatchObject({
      reason: 'missed while the service was down (misfirePolicy skip)',
    });
    expect(outage(rules({ catchUpWindowSeconds: 3600 }))).toMatchObject({
      reason: 'missed by more than the catch-up window of 3600 s',
    });
    const all = rules({ policy: 'run_all', limit: 2 });
    expect(outage(all, { missed: 1, run: later(3600) })).toMatchObject({ do: 'start' });
    expect(outage(all, { missed: 2 })).toMatchObject({
      reason: 'missed; only the newest 2 missed runs are caught up (misfireLimit)',
    });
  });

  const kept: [string, Partial<DueRun>][] = [
    ['is due for no more than a minute', { now: later(60) }],
    ['somebody asked for', { cause: 'manual' }],
    ['is a backfill', { cause: 'backfill' }],
    ['waits for another one', { waits: true }],
    ['has begun', { attempt: 1 }],
  ];
  it.each(kept)('starts when it %s', (_, changed) => {
    expect(outage({ ...rules({ policy: 'skip' }), ...changed }, { run: later(60) })).toMatchObject({
      do: 'start',
    });
  });
});

describe('an open circuit', () => {
  const circuit = (openUntil: Date): Partial<Surroundings> => {
    const known: Circuit = { failures: 5, openUntil, lastError: '503' };
    return { circuits: new Map([[circuitKey(due('any')), known]]) };
  };

  it.each(['skip', 'queue_one', 'cancel_running'] as const)(
    'puts all off, and none is in the way of the others (%s)',
    (overlapPolicy) => {
      const runs = ['a', 'b', 'c'].map((id) => due(id, { overlapPolicy }));
      const rows = ['a', 'b', 'c'].map((id) => open(id));
      expect(told(runs, rows, circuit(later(30)))).toEqual(['a defer', 'b defer', 'c defer']);
    },
  );

  it('is tried by one when it is half open, and the others ask again soon', () => {
    const [first, second] = ['a', 'b'].map((id) => due(id));
    const decided = decideClaims(
      [first, second].filter((run) => run !== undefined),
      among([open('a'), open('b')], circuit(later(-1))),
    );
    expect(decided).toMatchObject([{ do: 'start' }, { do: 'defer', until: later(5) }]);
  });

  it('is not tried by one that another is in the way of', () => {
    const rows = [open('z', { active: true }), open('a')];
    expect(told([due('a')], rows, circuit(later(-1)))).toEqual(['a skip']);
  });

  it('fails a run that it has held up for longer than the retry age, from when it was due', () => {
    const held = (now: Date, openUntil: Date, error: string | null) =>
      decideClaims(
        [due('a', { now, startedAt: now, error, maxRetryAgeSeconds: 3600 })],
        among([open('a')], circuit(openUntil)),
      );
    const error = 'circuit open for workflow:ComplianceScanWorkflow';
    expect(held(later(3500), later(3560), error)).toMatchObject([{ do: 'defer' }]);
    expect(held(later(3590), later(3650), error)).toMatchObject([{ do: 'fail' }]);
    expect(held(later(3601), later(0), error)).toMatchObject([
      { do: 'fail', error: `${error}; it is too late for another attempt (maxRetryAgeSeconds)` },
    ]);
  });
});
