import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { isAsRecorded, judge, type RecordedCase } from './conformance.js';

const FILE = join(
  resolve(process.env.SHARED_DIR || join(import.meta.dirname, '../../../shared')),
  'asl-conformance/aws-recorded.json',
);
const recorded = existsSync(FILE) ? it : it.skip;
const reason = existsSync(FILE) ? '' : ' (skipped: ../shared is not there)';

describe('against what AWS recorded', () => {
  recorded(`gives the status, output, error and cause of 98 % and the history of 95 %${reason}`, async () => {
    const cases = JSON.parse(readFileSync(FILE, 'utf8')) as RecordedCase[];
    const verdicts = await Promise.all(cases.map(judge));
    const misses = verdicts.filter(({ miss }) => miss !== undefined);
    const histories = verdicts.filter(({ historyMiss }) => historyMiss !== undefined);
    const historyMisses = histories.filter(({ historyMiss }) => historyMiss !== false);
    expect(cases.length).toBeGreaterThan(400);
    expect(misses.length / cases.length).toBeLessThanOrEqual(0.02);
    expect(historyMisses.length / histories.length).toBeLessThanOrEqual(0.05);
  });
});

describe('isAsRecorded', () => {
  it('takes placeholders for anything, and nothing else', () => {
    const arn = 'arn:<partition>:states:<region>:111111111111:execution:<ArnPart_0idx>';
    expect(isAsRecorded({ a: [arn] }, { a: ['arn:aws:states:eu-west-1:111111111111:execution:x'] })).toBe(
      true,
    );
    expect(isAsRecorded({ a: [arn] }, { a: ['arn:aws:states:eu-west-1:222222222222:execution:x'] })).toBe(
      false,
    );
    expect(isAsRecorded('date', '2026-01-01T00:00:00Z')).toBe(true);
    expect(isAsRecorded({ a: 1 }, { a: 1, b: 2 })).toBe(false);
    expect(isAsRecorded([1, 2], [2, 1])).toBe(false);
    expect(isAsRecorded(null, undefined)).toBe(false);
  });
});
