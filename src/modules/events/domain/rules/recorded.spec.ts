import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { judgeOf } from '../judge.js';
import { cloudTrailRecord } from '../record.js';
import { ruleTables } from './index.js';

/** Events that AWS recorded, with what they changed; its README says what the fields mean. */
const SHARED = process.env['SHARED_DIR'] ?? new URL('../../../../../../shared', import.meta.url).pathname;
const RECORDED = `${SHARED}/cloudtrail/writes.jsonl`;
const isThere = existsSync(RECORDED);
const reason = isThere ? '' : ' (skipped: ../shared is not there)';

const line = z.object({
  record: cloudTrailRecord,
  expected: z.object({
    arns: z.array(z.string()),
    accept: z.array(z.array(z.string())),
    also: z.array(z.string()),
    deletes: z.boolean(),
  }),
});
const lines = isThere
  ? readFileSync(RECORDED, 'utf8')
      .trim()
      .split('\n')
      .map((text) => line.parse(JSON.parse(text)))
  : [];
const judge = judgeOf(ruleTables);

describe(`recorded events${reason}`, () => {
  const each = isThere ? it : it.skip;

  each('are understood, each of them', () => {
    const wrong = lines.flatMap(({ record, expected }) => {
      const { resources } = judge.ofRecord(record);
      const found = resources.map(({ arn }) => arn);
      const forms = expected.arns.map((arn, at) => [arn, ...(expected.accept[at] ?? [])]);
      const missed = forms.filter((right) => !right.some((arn) => found.includes(arn)));
      const right = new Set([...forms.flat(), ...expected.also]);
      const beyond = found.filter((arn) => !right.has(arn));
      const deletes = resources.some(({ arn, change }) => change === 'deleted' && forms.flat().includes(arn));
      return missed.length + beyond.length > 0 || deletes !== expected.deletes
        ? [{ event: `${record.eventSource} ${record.eventName}`, missed, beyond, deletes }]
        : [];
    });
    expect(wrong).toEqual([]);
    expect(lines.length).toBeGreaterThan(40);
  });
});
