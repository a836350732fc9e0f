import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { Late } from '../../shared/in-time.js';
import { Looks } from './looks.js';

/** A server whose answers are given by hand. */
function server() {
  const asked: { answer: () => void; fail: (error: Error) => void }[] = [];
  const ask = () => new Promise<void>((answer, fail) => asked.push({ answer, fail }));
  return { asked, ask };
}

describe('looks at a server', () => {
  it('are one at a time, and a late answer is slow and no outage', async () => {
    const { asked, ask } = server();
    const looks = new Looks(ask, 10_000);
    expect(await Promise.all([looks.look(20), looks.look(20)])).toEqual(['slow', 'slow']);
    expect(await looks.look(20)).toBe('slow');
    expect(asked).toHaveLength(1);
    asked[0]?.answer();
    await sleep(1);
    const next = looks.look(1_000);
    asked[1]?.answer();
    expect(await next).toBe('answers');
  });

  it('fail with the reason, and go on failing until one has an answer', async () => {
    const { asked, ask } = server();
    const looks = new Looks(ask, 10_000);
    const first = looks.look(1_000);
    asked[0]?.fail(new Error('ECONNREFUSED'));
    await expect(first).rejects.toThrow('ECONNREFUSED');
    await expect(looks.look(20)).rejects.toThrow('ECONNREFUSED'); // nothing new is known yet
    asked[1]?.answer();
    await sleep(1);
    expect(await looks.look(20)).toBe('slow'); // it has answered once: it is busy again, and not away
  });

  it('take a long silence for an outage', async () => {
    const { asked, ask } = server();
    const looks = new Looks(ask, 50);
    expect(await looks.look(20)).toBe('slow');
    await sleep(50);
    await expect(looks.look(20)).rejects.toBeInstanceOf(Late);
    asked[0]?.answer();
    await sleep(1);
    expect(await looks.look(20)).toBe('slow');
  });
});
