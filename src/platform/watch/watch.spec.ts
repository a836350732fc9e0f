import { describe, expect, it } from '@jest/globals';
import { diskHealth } from './disk.health.js';
import { adviceFor, wrongPolls } from './polls-health.js';
import { presenceOf, type ProcessState, type SeenProcess } from './process-state.js';
import { Trend } from './trend.js';
import { workersHealth } from './workers.health.js';

const state = (more: Partial<ProcessState> = {}): ProcessState => ({
  ...{ blockedMs: 3, memoryMb: 200, logLevel: 'INFO', jobs: 0, longJobs: [], polls: [], failingRoles: [] },
  disk: { freePercent: 40, freeMb: 4_000, isWritable: true },
  ...more,
});
const one = (id: string, more: Partial<SeenProcess> = {}): SeenProcess => ({
  ...{ id, role: 'worker', version: '1', host: 'host-7', pid: 7, startedAt: new Date(), silentSeconds: 1 },
  ...{ isConnected: true, state: state() },
  ...more,
});
const poll = (more: object = {}) => ({
  ...{ part: 'events', what: 'the queue of events', isRunning: true, receivingSeconds: 3 },
  ...{ failingSeconds: null, error: null },
  ...more,
});
const polling = (id: string, ...polls: object[]) =>
  one(id, { state: state({ polls: polls.map((more) => poll(more)) }) });

describe('a process', () => {
  it.each([
    [1, true, 'alive'],
    [6, false, 'alive'], // its connection broke: the next beat makes another
    [9, false, 'gone'],
    [17, true, 'hangs'],
    [4_000, true, 'hangs'],
  ])(
    'that was heard of %d s ago, its connection there: %s, is %s',
    (silentSeconds, isConnected, presence) => {
      expect(presenceOf(one('p', { silentSeconds, isConnected }))).toBe(presence);
    },
  );
});

describe('the workers', () => {
  it('are well, and so are they where an API process is beside them', () => {
    const { status, message, figures } = workersHealth([one('a'), one('b', { role: 'api' })]);
    expect([status, message]).toEqual(['up', '1 worker at work.']);
    expect(figures).toMatchObject({ workersAlive: 1, processesAlive: 2 });
  });

  it('are down where there is none, whatever serves the API', () => {
    expect(workersHealth([one('b', { role: 'api' })])).toMatchObject({
      status: 'down',
      message: expect.stringContaining('start a process with ROLE=worker'),
    });
  });

  it('name the one that hangs, the one that died, the one that is blocked, and the job that takes too long', () => {
    const longJobs = [{ id: 'job_1', name: 'scan.unit', tenantId: 'acme', seconds: 7_300 }];
    const { status, message, details } = workersHealth([
      one('prc_well'),
      one('prc_stuck', { silentSeconds: 40 }),
      one('prc_dead', { silentSeconds: 12, isConnected: false }),
      one('prc_slow', { state: state({ blockedMs: 3_210 }) }),
      one('prc_long', { state: state({ longJobs }) }),
    ]);
    expect(status).toBe('degraded');
    expect(message).toContain('1 process hangs (worker prc_stuck), not heard of for 40 s: restart it.');
    expect(message).toContain('ended without a word (worker prc_dead)');
    expect(message).toContain('The event loop of worker prc_slow was blocked for 3.2 s');
    expect(message).toContain('1 job runs far longer than usual in worker prc_long (scan.unit, for 2 h)');
    expect(message).not.toMatch(/acme|host-7/); // whose it is, and where, is for the platform key
    expect(JSON.stringify(details)).toMatch(/acme.*|host-7/);
  });

  it('count the others where many hang', () => {
    const many = Array.from({ length: 9 }, (_, i) => one(`p${i}`, { silentSeconds: 60 }));
    expect(workersHealth(many).message).toContain(
      '9 processes hang (worker p0, worker p1, worker p2 and 6 more)',
    );
  });
});

describe('pollers', () => {
  it('are well while they wait, and after one failure', () => {
    const fine = [polling('a', {}), polling('b', { failingSeconds: 1, error: 'ECONNRESET' })];
    expect(wrongPolls('events', fine)).toEqual([]);
  });

  it('are down where all fail, with the reason and what to do', () => {
    const failing = { failingSeconds: 42, receivingSeconds: null, error: 'ExpiredTokenException' };
    expect(
      wrongPolls('events', [polling('a', failing), polling('b', { ...failing, failingSeconds: 8 })]),
    ).toEqual([
      {
        status: 'down',
        message:
          'The poller of the queue of events has failed for 42 s (ExpiredTokenException): give the workers new AWS credentials.',
      },
    ]);
  });

  it('are degraded where some have ended or hang', () => {
    const told = wrongPolls('events', [
      polling('a', {}),
      polling('b', { isRunning: false, receivingSeconds: null }),
      polling('c', { receivingSeconds: 700 }),
    ]);
    expect(told.map(({ status }) => status)).toEqual(['degraded', 'degraded']);
    expect(told[0]?.message).toContain('has ended (2 of 3)');
    expect(told[1]?.message).toContain('hangs (2 of 3), for 12 min');
  });

  it('of dead processes and of other parts say nothing', () => {
    const ended = { isRunning: false };
    const dead = { ...polling('a', ended), silentSeconds: 100 };
    expect(wrongPolls('events', [dead, polling('b', { ...ended, part: 'schedules' })])).toEqual([]);
  });

  it.each([
    ['AccessDenied', /role/],
    ['AWS.SimpleQueueService.NonExistentQueue', /queue is gone/],
    ['ECONNREFUSED', /network/],
    ['TypeError', /log/],
  ])('that fail with %s say what helps', (code, advice) => {
    expect(adviceFor(code)).toMatch(advice);
  });
});

describe('disks', () => {
  const disk = (freePercent: number, isWritable = true) => ({ freePercent, freeMb: 12, isWritable });
  const of = (id: string, freePercent: number) => one(id, { state: state({ disk: disk(freePercent) }) });

  it.each([
    [60, 'up', /60 % free/],
    [9.9, 'degraded', /only 9.9 % free \(this process\)/],
    [0.4, 'down', /is full \(this process\)/],
  ])('with %d %% free are %s', (free, status, words) => {
    expect(diskHealth(disk(free), [])).toMatchObject({ status, message: expect.stringMatching(words) });
  });

  it('of other processes count too', () => {
    expect(diskHealth(disk(50), [of('prc_2', 0)])).toMatchObject({
      status: 'down',
      message: expect.stringContaining('worker prc_2'),
    });
  });

  it('that cannot be written to are not well', () => {
    expect(diskHealth(disk(50, false), [])).toMatchObject({ status: 'degraded' });
  });
});

describe('a trend', () => {
  it('tells what it was when somebody last asked', () => {
    const trend = new Trend();
    expect(trend.of(10, 0)).toBe('');
    expect(trend.of(90, 5_000)).toBe(''); // too soon to tell
    expect(trend.of(90, 21_000)).toBe(' and growing');
    expect(trend.of(10, 40_000)).toBe('');
    expect(trend.of(3, 60_000)).toBe(' and falling');
    expect(trend.of(500, 400_000)).toBe(''); // nobody has asked for long
  });
});
