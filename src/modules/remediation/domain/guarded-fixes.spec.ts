import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { fix, nothing } from './fix.js';
import { fixProblems, settingsOf } from './guarded-fixes.js';

const plain = {
  type: 'AWS::S3::Bucket',
  title: 't',
  reads: {},
  actions: [],
  plan: () => nothing(''),
  loses: 'all',
};
const logs = fix({
  ...{ ...plain, controls: ['logs'] },
  settings: z.object({ bucket: z.string().min(3), prefix: z.string().default('logs/') }),
});
const simple = fix({ ...plain, controls: ['simple'] });
const byId = (id: string) => [logs, simple].find((one) => one.id === id);

describe('fixProblems', () => {
  it('finds none in what the fixes take', () => {
    const fine = {
      allowedFixes: ['logs', 'simple', 'patch-installation'],
      fixSettings: { logs: { bucket: 'abc' } },
    };
    expect(fixProblems(fine, byId)).toEqual([]);
    expect(fixProblems({ allowedFixes: null }, byId)).toEqual([]);
  });

  it('names each fix that there is not, and each setting that is wrong, missing or not known', () => {
    const wrong = {
      allowedFixes: ['logs', 'nope', 'never'],
      fixSettings: { logs: { bucket: 1 }, gone: {}, simple: { a: 1 } },
    };
    expect(fixProblems(wrong, byId).map(({ path }) => path)).toEqual([
      ...['allowedFixes.1', 'allowedFixes.2'],
      ...['fixSettings.logs.bucket', 'fixSettings.gone', 'fixSettings.simple.a'],
    ]);
    expect(fixProblems({ fixSettings: { logs: {} } }, byId)).toMatchObject([
      { path: 'fixSettings.logs.bucket' },
    ]);
    const more = { bucket: 'abc', other: 1 };
    expect(fixProblems({ fixSettings: { logs: more } }, byId)).toMatchObject([
      { path: 'fixSettings.logs.other' },
    ]);
  });
});

describe('settingsOf', () => {
  it('adds the defaults, and names what is missing', () => {
    expect(settingsOf(logs, { bucket: 'abc' })).toEqual({ settings: { bucket: 'abc', prefix: 'logs/' } });
    expect(settingsOf(logs)).toMatchObject({ problems: [{ path: 'logs.bucket' }] });
    expect(settingsOf(simple)).toEqual({ settings: {} });
  });
});
