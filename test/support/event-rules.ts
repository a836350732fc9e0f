import { runEventRule } from '../../src/modules/events/events.jobs.js';
import { Database } from '../../src/platform/database/index.js';
import { Jobs } from '../../src/platform/queue/index.js';
import { newId } from '../../src/shared/ids.js';
import type { DynamicModule, Type } from '@nestjs/common';
import { eventually, startTestApp } from './app.js';

type Json = Record<string, unknown>;
export interface RuleRun {
  runId: string;
  sourceId: string;
  status: string;
  result: { type: string; id: string } | null;
  error: string | null;
}
export interface SomeEvent {
  envelope?: Json;
  resources?: Json[];
  disposition?: string;
}

export const HOME = '123456789012'; // the account of the credentials, for the emulator
export const ACCOUNT = '211122223333';
export const BUCKET = 'arn:aws:s3:::one';

/** The application with a tenant `acme` of two accounts and a workflow `mend`, and what makes rules and events there. */
export async function startRuleApp(modules: (DynamicModule | Type)[] = []) {
  const app = await startTestApp({}, modules);
  const keys = await app.tenant('acme');
  const must = async (method: string, path: string, body: Json, key = app.platformKey) => {
    const answer = await app.request<{ id: string }>(method, path, { body, key });
    if (answer.status > 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/Inventory`;
  await must('POST', '/accounts', { tenantId: 'acme', accountId: ACCOUNT, roleArn });
  await must('POST', '/accounts', { tenantId: 'acme', accountId: HOME });
  const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 3000, End: true } } };
  const mend = { name: 'mend', definition, requiredParameters: ['names'] };
  await must('PUT', '/workflows/definitions/mend', mend, keys.admin);

  const provider = <T>(type: new (...given: never[]) => T): T => app.app.get<T>(type, { strict: false });

  let made = 0;
  async function rule(action: Json, more: Json = {}): Promise<string> {
    const body = { name: `rule ${(made += 1)}`, pattern: { source: ['aws.nowhere'] }, action, ...more };
    return (await must('POST', '/events/rules', body, keys.admin)).id;
  }

  /** An event as the intake leaves it. */
  async function event(more: SomeEvent = {}): Promise<string> {
    const id = newId('evt');
    const envelope = {
      ...{
        version: '0',
        id: 'e-1',
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.s3',
        account: ACCOUNT,
      },
      ...{ time: '2026-11-21T12:00:00Z', region: 'eu-west-1', resources: [] },
      detail: { eventName: 'PutBucketPolicy', names: ['a', 'b'] },
      ...more.envelope,
    };
    await app.database.query(
      `WITH i AS (INSERT INTO event_ids (tenant_id, event_id, id, received_at) VALUES ('acme', $1, $1, now())
                  RETURNING id, received_at)
       INSERT INTO events (id, tenant_id, received_at, event_id, event_type, event_source, event_name, event_time,
                           disposition, reason, correlation_id, envelope, resources)
       SELECT id, 'acme', received_at, id, 'AwsApiCall', 's3.amazonaws.com', 'PutBucketPolicy', now(), $2, 'x', id, $3, $4
         FROM i`,
      [id, more.disposition ?? 'ignored', JSON.stringify(envelope), JSON.stringify(more.resources ?? [])],
    );
    return id;
  }

  /** Writes runs as the intake does, and wakes their jobs. */
  async function begin(ruleId: string, sourceIds: readonly string[]): Promise<string[]> {
    const runs = sourceIds.map((sourceId) => ({ id: newId('rrun'), tenantId: 'acme', ruleId, sourceId }));
    await provider(Database).withTenant('acme', async (tx) => {
      await tx.eventRuleRun.createMany({
        data: runs.map((run) => ({ ...run, correlationId: run.sourceId })),
      });
      const payloads = runs.map(({ id: runId }) => ({ runId }));
      await provider(Jobs).enqueueAll(tx, 'acme', runEventRule, payloads);
    });
    return runs.map(({ id }) => id);
  }

  async function runsOf(ruleId: string, query = ''): Promise<RuleRun[]> {
    const path = `/events/rules/${ruleId}/runs?limit=500${query}`;
    return (await app.request<{ items: RuleRun[] }>('GET', path, { key: keys.viewer })).body.items;
  }

  const ended = (ruleId: string, count = 1, timeoutMs = 20_000) =>
    eventually(async () => {
      const runs = await runsOf(ruleId);
      return runs.length === count && runs.every(({ status }) => status !== 'queued') && runs;
    }, timeoutMs);

  async function ran(ruleId: string, sourceId: string, timeoutMs?: number): Promise<RuleRun> {
    await begin(ruleId, [sourceId]);
    const [run] = await ended(ruleId, 1, timeoutMs);
    if (run === undefined) throw new Error('no run');
    return run;
  }
  return { ...app, keys, provider, rule, event, begin, runsOf, ended, ran };
}

export type RuleApp = Awaited<ReturnType<typeof startRuleApp>>;
