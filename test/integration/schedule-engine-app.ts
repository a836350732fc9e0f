import { Scheduler, type GetScheduleCommandOutput } from '@aws-sdk/client-scheduler';
import { SQS } from '@aws-sdk/client-sqs';
import { EngineSyncService } from '../../src/modules/schedules/engine-sync.service.js';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.mjs';
import { eventually, startTestApp, type TestApp } from '../support/app.js';

export const REGION = 'eu-west-1';
export const ROLE = 'arn:aws:iam::123456789012:role/ComplianceShepherdScheduler';
export const DLQ = 'arn:aws:sqs:eu-west-1:123456789012:undelivered';
export const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/6f1e8a2c-0000-4000-8000-000000000000';

interface Schedule {
  scheduleId: string;
  engine: { name: string; state: string; error: string | null; syncedAt: string | null };
}

export type EngineApp = Awaited<ReturnType<typeof startEngineApp>>;

/**
 * The application with EventBridge Scheduler as its engine, on the emulator behind a fault proxy, with two tenants.
 *
 * What the emulator cannot prove: it keeps schedules and never fires them (fires are put on the queue by the test, as
 * AWS fills in the Input), takes any KMS key, role and dead-letter queue without looking whether they exist or may be
 * used, uses no retry policy, and asks for no IAM permission.
 */
export async function startEngineApp(motoUrl: string) {
  const environment = `t${Date.now()}`; // groups of its own in an emulator that others may use
  const variables = { ...process.env };
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  const proxy: FaultProxy = await startFaultProxy({ target: motoUrl });
  const aws = new Scheduler({ region: REGION, endpoint: motoUrl });
  const sqs = new SQS({ region: REGION, endpoint: motoUrl });
  const queueUrl = (await sqs.createQueue({ QueueName: environment })).QueueUrl ?? '';
  const app: TestApp = await startTestApp({
    AWS_ENDPOINT_URL: proxy.url,
    AWS_REGION: REGION,
    AWS_MAX_ATTEMPTS: '1',
    ENVIRONMENT: environment,
    SCHEDULER_ENGINE: 'eventbridge',
    SCHEDULER_QUEUE_URL: queueUrl,
    SCHEDULER_ROLE_ARN: ROLE,
    SCHEDULER_DLQ_ARN: DLQ,
    SCHEDULER_KMS_KEY_ARN: KEY,
  });
  const acme = (await app.tenant('acme')).operator;
  const globex = (await app.tenant('globex')).operator;

  const groupOf = (tenantId: string) => `shepherd-${environment}_${tenantId}`;
  const inAws = (scheduleId: string, tenantId = 'acme'): Promise<GetScheduleCommandOutput | undefined> =>
    aws.getSchedule({ GroupName: groupOf(tenantId), Name: scheduleId }).catch((error: Error) => {
      if (error.name === 'ResourceNotFoundException') return undefined;
      throw error;
    });
  const ask = async (method: string, path: string, body?: object, key = acme) => {
    const answer = await app.request<Schedule>(method, path, {
      key,
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status >= 400) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const engineOf = async (id: string, key = acme) =>
    (await ask('GET', `/schedules/${id}`, undefined, key)).engine;
  const synced = (id: string, key = acme) =>
    eventually(async () => {
      const engine = await engineOf(id, key);
      return engine.state === 'in_sync' && engine;
    });
  const create = async (values: object = {}, key = acme) => {
    const body = {
      scheduleType: 'daily-scan',
      cronExpression: '0 6 * * ? *',
      timezone: 'Europe/Berlin',
      target: { type: 'scan' },
      ...values,
    };
    return (await ask('POST', '/schedules', body, key)).scheduleId;
  };
  const inSync = async (values: object = {}, key = acme) => {
    const id = await create(values, key);
    await synced(id, key);
    return id;
  };
  const remove = (id: string) => app.request('DELETE', `/schedules/${id}`, { key: acme });

  const close = async () => {
    await app.close();
    await proxy.close();
    aws.destroy();
    sqs.destroy();
    process.env = variables;
  };
  const engine = app.app.get(EngineSyncService, { strict: false });
  const asked = { ask, engineOf, synced, create, inSync, remove };
  return { app, environment, proxy, aws, sqs, queueUrl, globex, engine, groupOf, inAws, ...asked, close };
}
