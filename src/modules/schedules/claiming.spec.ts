import { describe, expect, it } from '@jest/globals';
import { decideClaims } from './claiming.js';
import { type DueRun, type OpenRunRow } from './starting.store.js';

const at = new Date('2026-11-20T06:00:00Z');

const due = (id: string, changed: Partial<DueRun> = {}): DueRun => ({
  ...{ id, tenantId: 'acme', scheduleId: 'sch_1', scheduleType: 'scan', plannedAt: at, dueAt: at },
  ...{ cause: 'schedule', attempt: 0, startedAt: at, orphaned: false, replaces: [], correlationId: id },
  ...{ requestedBy: 'a@acme.test', requestedByKey: 'key_1', target: { type: 'scan' }, parameters: {} },
  ...{ overlapPolicy: 'skip', maxAttempts: 3, maxRetryAgeSeconds: 86_400, now: at },
  ...changed,
});

const open = (id: string, changed: Partial<OpenRunRow> = {}): OpenRunRow => ({
  ...{ id, scheduleId: 'sch_1', plannedAt: at, active: false, waits: false },
  ...changed,
});

const told = (runs: DueRun[], rows: OpenRunRow[]) =>
  decideClaims(runs, rows).map((claim) => `${claim.run.id} ${claim.do}`);

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

  it('lets one replace the other of the same batch', () => {
    const runs = ['a', 'b'].map((id) => due(id, { overlapPolicy: 'cancel_running' }));
    expect(decideClaims(runs, [open('a'), open('b'), open('z', { active: true })])).toMatchObject([
      { do: 'start', replaces: ['z'] },
      { do: 'start', replaces: ['a'] },
    ]);
  });

  it('keeps what a broken-off first attempt has replaced: its executions may not be cancelled yet', () => {
    const run = due('a', { overlapPolicy: 'cancel_running', replaces: ['z'] });
    expect(decideClaims([run], [open('a')])).toMatchObject([{ do: 'start', replaces: ['z'] }]);
  });

  it('keeps the place of a run that has begun, and what it replaces', () => {
    const again = due('a', { attempt: 1, replaces: ['z'] });
    expect(decideClaims([again], [open('a', { active: true }), open('b', { active: true })])).toMatchObject([
      { do: 'start', replaces: ['z'] },
    ]);
    expect(told([due('b'), again], [open('b'), open('a', { active: true })])).toEqual(['b skip', 'a start']);
  });

  it('ends a run whose worker died in the last attempt, and lets the next one start', () => {
    const dead = due('a', { attempt: 3, orphaned: true });
    const rows = [open('a', { active: true }), open('b')];
    expect(told([dead, due('b')], rows)).toEqual(['a fail', 'b start']);
    expect(told([due('a', { attempt: 2, orphaned: true })], [open('a', { active: true })])).toEqual([
      'a start',
    ]);
    expect(told([due('a', { attempt: 3 })], [open('a', { active: true })])).toEqual(['a start']);
  });
});
