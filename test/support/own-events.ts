import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { assessmentCompleted } from '../../src/modules/events/index.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { eventually, startTestApp, type Answer, type TestApp } from './app.js';

export const ACCOUNT = '211122223333';
export const BUCKET = 'arn:aws:s3:::events-bucket';
export const QUEUE = `arn:aws:sqs:eu-west-1:${ACCOUNT}:events-queue`;
export const FINDING = 'fnd_events';

type Assessed = Fact<z.output<typeof assessmentCompleted.schema>>;
/** Who tells people of assessments. */
@Injectable()
class Notifications {
  readonly told: Assessed[] = [];

  @Subscribes(assessmentCompleted, 'test-notifications')
  on(fact: Assessed): Promise<void> {
    this.told.push(fact);
    return Promise.resolve();
  }
}
@Module({ providers: [Notifications] })
class NotificationsOfTest {}

/** A row of `events`. */
export interface EventRow {
  id: string;
  event_id: string;
  event_type: string;
  event_source: string;
  disposition: string;
  reason: string;
  resources: { arn: string }[];
  outcomes: Record<string, { disposition: string; reason: string }>;
  who: Record<string, unknown> | null;
  envelope: Record<string, unknown>;
  settled_at: string | null;
}

export interface Triggered {
  eventId: string;
  error: string;
  details: { path: string }[];
}

interface ExecutionRow {
  id: string;
  input: string;
  requested_by: string;
  started_by: string;
}

interface ScanRow {
  id: string;
  scope: Record<string, unknown>;
  scan_type: string;
  requested_by: string;
}

export type OwnEventsApp = Awaited<ReturnType<typeof startOwnEventsApp>>;

/**
 * The application with two tenants. `acme` has an account, two resources and a finding; nothing reads AWS. There is
 * somebody who hears of assessments.
 */
export async function startOwnEventsApp() {
  const app: TestApp = await startTestApp({}, [NotificationsOfTest]);
  const sql = app.database.query;
  const [acme, globex] = [await app.tenant('acme'), await app.tenant('globex')];
  const account = { accountId: ACCOUNT, roleArn: `arn:aws:iam::${ACCOUNT}:role/Inventory` };
  await app.request('POST', '/accounts', { key: acme.admin, body: account });
  await sql(
    `INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash,
                            first_seen_at, last_seen_at, changed_at)
     SELECT 'acme', arn, $1, 'eu-west-1', 'sqs', 'AWS::SQS::Queue', arn, '{}', 'x', now(), now(), now()
       FROM unnest($2::text[]) AS arn`,
    [ACCOUNT, [BUCKET, QUEUE]],
  );
  await sql(
    `INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title, severity,
                           status, evidence, evidence_hash, first_seen_at, last_seen_at, opened_at, last_scan_id)
     VALUES ($1, 'acme', $2, 'eu-west-1', $3, 'AWS::SQS::Queue', 'c', 't', 'high', 'open', '{}', 'x', now(), now(), now(), 's')`,
    [FINDING, ACCOUNT, QUEUE],
  );

  const trigger = (body: object, key = acme.operator): Promise<Answer<Triggered>> =>
    app.request<Triggered>('POST', '/events/trigger', { body, key });
  const rowOf = async (eventId: string): Promise<EventRow> => {
    const [row] = await sql<EventRow>('SELECT * FROM events WHERE event_id = $1', [eventId]);
    if (row === undefined) throw new Error(`there is no event ${eventId}`);
    return row;
  };
  return {
    ...{ app, acme, globex, sql, trigger, rowOf },
    told: app.app.get(Notifications, { strict: false }).told,
    /** An event that is taken. */
    taken: async (body: object): Promise<EventRow> => {
      const answer = await trigger(body);
      const keys = Object.keys(answer.body);
      if (answer.status !== 202 || keys.join() !== 'eventId') throw new Error(JSON.stringify(answer.body));
      return rowOf(answer.body.eventId);
    },
    /** The event once it has ended. */
    settled: (eventId: string): Promise<EventRow> =>
      eventually(async () => {
        const [row] = await sql<EventRow>('SELECT * FROM events WHERE event_id = $1', [eventId]);
        return row !== undefined && row.settled_at !== null && row;
      }),
    executionsOf: ({ id }: EventRow) => sql<ExecutionRow>('SELECT * FROM executions WHERE name = $1', [id]),
    scansOf: ({ id }: EventRow) =>
      sql<ScanRow>('SELECT * FROM scans WHERE request_key = $1 OR $1 = ANY(joined_by)', [id]),
    endScans: () => sql("UPDATE scans SET status = 'cancelled', ended_at = now()"),
  };
}
