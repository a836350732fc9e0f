import { describe, expect, it } from '@jest/globals';
import { inTime, Late } from './in-time.js';

describe('what is waited for no longer than so long', () => {
  it('gives its answer, or its own error', async () => {
    expect(await inTime(1_000, () => Promise.resolve('an answer'))).toBe('an answer');
    await expect(inTime(1_000, () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  it('is late, though it heeds no signal and fails afterwards', async () => {
    let fail: (error: Error) => void = () => undefined;
    const never = new Promise<void>((_, reject) => (fail = reject));
    const late = inTime(20, () => never);
    await expect(late).rejects.toEqual(new Late(20));
    await expect(late).rejects.toThrow('no answer within 0.02 s');
    fail(new Error('long after')); // an unhandled rejection would end this process
    await new Promise((done) => setTimeout(done, 10));
  });

  it('is told to end, and what it says then is not what is heard', async () => {
    const heeds = (signal: AbortSignal) =>
      new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    await expect(inTime(20, heeds)).rejects.toBeInstanceOf(Late);
  });
});
