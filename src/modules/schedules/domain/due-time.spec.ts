import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueTime } from './due-time.js';

const at = new Date('2026-11-20T06:00:00Z');

describe('dueTime', () => {
  it('is the planned time without a window and without jitter', () => {
    expect(dueTime('sch_1', at, { flexibleWindowMinutes: 0, jitterSeconds: 0 })).toEqual(at);
  });

  it('lies inside the window and the jitter, on a whole second, and is the same each time', () => {
    const schedules = fc.record({
      id: fc.string({ minLength: 1 }),
      planned: fc.date({ min: new Date(0), max: new Date('2199-01-01'), noInvalidDate: true }),
      flexibleWindowMinutes: fc.integer({ min: 0, max: 1440 }),
      jitterSeconds: fc.integer({ min: 0, max: 3600 }),
    });
    fc.assert(
      fc.property(schedules, ({ id, planned, ...offset }) => {
        const offsetMs = dueTime(id, planned, offset).getTime() - planned.getTime();
        const widthMs = offset.flexibleWindowMinutes * 60_000 + offset.jitterSeconds * 1000;
        expect(offsetMs).toBeGreaterThanOrEqual(0);
        expect(offsetMs === 0 || offsetMs < widthMs).toBe(true);
        expect(offsetMs % 1000).toBe(0);
        expect(dueTime(id, new Date(planned), { ...offset })).toEqual(dueTime(id, planned, offset));
      }),
    );
  });

  it('spreads schedules, and the times of one schedule, over the window', () => {
    const offset = { flexibleWindowMinutes: 15, jitterSeconds: 0 };
    const seconds = (id: string, planned: Date) =>
      (dueTime(id, planned, offset).getTime() - planned.getTime()) / 1000;
    const ofMany = Array.from({ length: 600 }, (_, i) => seconds(`sch_${i}`, at));
    const ofOne = Array.from({ length: 600 }, (_, i) =>
      seconds('sch_1', new Date(at.getTime() + i * 86_400_000)),
    );
    for (const found of [ofMany, ofOne]) {
      const perThird = [0, 1, 2].map((third) => found.filter((s) => Math.floor(s / 300) === third).length);
      expect(Math.min(...perThird)).toBeGreaterThan(140);
    }
  });

  it('takes the jitter apart from the window', () => {
    const jitterOnly = Array.from({ length: 200 }, (_, i) =>
      dueTime(`sch_${i}`, at, { flexibleWindowMinutes: 0, jitterSeconds: 10 }).getTime(),
    );
    expect(Math.max(...jitterOnly)).toBe(at.getTime() + 9000);
  });
});
