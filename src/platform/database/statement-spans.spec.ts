import { describe, expect, it } from '@jest/globals';
import { statementName } from './statement-spans.js';

describe('the name of a statement', () => {
  it.each([
    ['SELECT "public"."jobs"."id", \'FROM x\' FROM "public"."jobs" WHERE 1=1', 'SELECT', 'jobs'],
    ['\n  INSERT INTO "public"."scans" ("id") VALUES ($1)', 'INSERT', 'scans'],
    [
      'INSERT INTO jobs (id) SELECT id FROM unnest($1::text[]) ON CONFLICT DO UPDATE SET a = 1',
      'INSERT',
      'jobs',
    ],
    ['UPDATE jobs SET a = 1 FROM dead d', 'UPDATE', 'jobs'],
    ['DELETE FROM ONLY events WHERE id IN (SELECT 1)', 'DELETE', 'events'],
    ['WITH t AS (SELECT * FROM unnest($1)) SELECT * FROM t JOIN x USING (id)', 'WITH', 't'],
    ['SELECT app_now() AS now', 'SELECT', undefined],
    ['COMMIT', 'COMMIT', undefined],
    ['/* hunter2 */ SELECT 1', 'SQL', undefined],
  ])('%s', (sql, verb, table) => {
    expect(statementName(sql)).toEqual({ verb, table });
  });

  it('holds no value, whatever a statement holds', () => {
    const { verb, table } = statementName(
      `SELECT * FROM "public"."accounts" WHERE secret = 'hunter2 FROM hunter3'`,
    );
    expect(`${verb} ${table}`).toBe('SELECT accounts');
  });
});
