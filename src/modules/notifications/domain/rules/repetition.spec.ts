import { describe, expect, it } from '@jest/globals';
import { repeatedAt } from './repetition.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 12, minute));
const told = (minute: number, closedAt: Date | null = null) => ({ toldAt: at(minute), closedAt });

describe('a repetition', () => {
  it('is told at once the first time, and where nothing is asked', () => {
    expect(repeatedAt(undefined, 60, at(0))).toEqual(at(0));
    expect(repeatedAt(told(0), null, at(1))).toEqual(at(1));
  });

  it('waits until the time is over, and all that comes meanwhile with it', () => {
    expect(repeatedAt(told(0), 30, at(1))).toEqual(at(30));
    expect(repeatedAt(told(30), 30, at(2))).toEqual(at(30));
    expect(repeatedAt(told(30), 30, at(29))).toEqual(at(30));
  });

  it('waits anew after that', () => {
    expect(repeatedAt(told(30), 30, at(31))).toEqual(at(60));
    expect(repeatedAt(told(0), 30, at(30))).toEqual(at(30));
    expect(repeatedAt(told(0), 30, at(45))).toEqual(at(45));
  });

  it('joins what another has just told, whose transaction began a moment later', () => {
    expect(repeatedAt(told(30), 30, new Date(at(0).getTime() - 5))).toEqual(at(30));
  });

  it('does not wait for a clock that was put back', () => {
    expect(repeatedAt(told(300), 30, at(0))).toEqual(at(30));
  });

  it('is none of what has ended since', () => {
    expect(repeatedAt(told(0, at(5)), 30, at(6))).toEqual(at(6));
  });

  it('makes one message in each stretch, of facts of every minute', () => {
    let alert = told(0);
    const messages = new Set<number>();
    for (let minute = 0; minute < 120; minute++) {
      const due = minute === 0 ? at(0) : repeatedAt(alert, 30, at(minute));
      messages.add(due.getTime());
      alert = { toldAt: due, closedAt: null };
    }
    expect([...messages]).toEqual([0, 30, 60, 90, 120].map((minute) => at(minute).getTime()));
  });
});
