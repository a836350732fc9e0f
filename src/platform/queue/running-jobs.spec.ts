import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RunningJobs } from './running-jobs.js';

describe('jobs that run', () => {
  let now = 0;
  let jobs: RunningJobs;
  beforeEach(() => {
    now = 1_000_000;
    jest.spyOn(performance, 'now').mockImplementation(() => now);
    jobs = new RunningJobs();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const begin = (name: string, lane: 'default' | 'scan' = 'default') =>
    jobs.begin({ id: `job_${name}`, name, tenantId: 'acme', lane });
  const pass = (seconds: number) => (now += seconds * 1000);

  it('take too long after 15 minutes, and scans after an hour, where nothing is known of their kind', () => {
    begin('a');
    begin('b', 'scan');
    pass(899);
    expect(jobs.tooLong()).toEqual([]);
    pass(2);
    expect(jobs.tooLong()).toEqual([{ id: 'job_a', name: 'a', tenantId: 'acme', seconds: 901 }]);
    pass(2700);
    expect(jobs.tooLong().map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('take too long after ten times the longest of twenty of their kind, and two minutes at least', () => {
    for (let i = 0; i < 20; i++) {
      const [quick, slow] = [begin('quick'), begin('slow')];
      pass(1);
      quick();
      pass(29);
      slow();
    }
    begin('quick');
    begin('slow');
    pass(119);
    expect(jobs.tooLong()).toEqual([]);
    pass(2);
    expect(jobs.tooLong().map(({ name }) => name)).toEqual(['quick']);
    pass(180);
    expect(jobs.tooLong().map(({ name }) => name)).toEqual(['quick', 'slow']);
  });

  it('are nothing once they have ended', () => {
    const end = begin('a');
    pass(10_000);
    expect(jobs.count).toBe(1);
    end();
    expect([jobs.count, jobs.tooLong()]).toEqual([0, []]);
  });
});
