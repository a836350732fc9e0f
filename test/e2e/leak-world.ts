import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3 } from '@aws-sdk/client-s3';
import { SQS } from '@aws-sdk/client-sqs';
import { SMTPServer } from 'smtp-server';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.mjs';
import { startHttpReceiver, type HttpReceiver } from '../support/http-receiver.js';
import { leaksIn } from '../support/leaks.js';
import { startService, type ServiceProcess } from './service-process.js';

const MOTO_URL = process.env['MOTO_URL'];

const random = () => randomBytes(18).toString('base64url');
export const base64Key = () => randomBytes(32).toString('base64');
export const secrets: Record<string, string> = {
  'platform key': `platform-${random()}-${random()}`,
  'previous platform key': `previous-${random()}-${random()}`,
  'key of secrets': base64Key(),
  'previous key of secrets': base64Key(),
  'database password': `db+pw/${random()}`,
  'Redis password': `redis-${random()}`,
  'SMTP password': `smtp pw&${random()}`,
  'Slack webhook of the environment': random(),
  'Slack webhook of a channel': random(),
  'Slack bot token': `xoxb-${randomBytes(6).readUIntBE(0, 6)}-${random()}`,
  'path of a webhook': random(),
  'query of a webhook': random(),
  'signing key of a webhook': `whsec_${base64Key()}`,
  'AWS secret key': random(),
  'AWS session token': `${random()}${random()}`,
  'external id': `external:${random()}`,
  'task token': `AQC${random()}${random()}`,
};
export const secret = (name: string): string => secrets[name] ?? '';
/** Where something was written or answered that must not hold any of them. */
export const seen: { where: string; text: string }[] = [];
export const note = (where: string, text: string) => void seen.push({ where, text });
export const leaks = (places: RegExp) =>
  seen
    .filter(({ where }) => places.test(where))
    .flatMap(({ where, text }) => leaksIn(text, secrets).map((leak) => `${where}: ${leak}`));

const ROLE = `leaks_${randomBytes(4).toString('hex')}`;
export const DATA_DIR = mkdtempSync(join(tmpdir(), 'shepherd-leaks-'));

interface World {
  database: TestDatabase;
  gate: Gate;
  proxy: FaultProxy;
  receiver: HttpReceiver;
  /** Takes the traces. */
  collector: HttpReceiver;
  mail: SMTPServer;
  service: ServiceProcess;
  url: string;
}
/** What the service talks to, and the service itself. */
export const world = {} as World;

/** A way to a server that can be closed and opened again. */
interface Gate {
  port: number;
  isOpen: boolean;
  shut(): void;
  close(): void;
}
async function startGate(host: string, port: number): Promise<Gate> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    if (!self.isOpen) return void socket.destroy();
    const onward = connect(port, host);
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => (socket.destroy(), onward.destroy()));
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const self: Gate = {
    port: (server.address() as AddressInfo).port,
    isOpen: true,
    shut: () => {
      self.isOpen = false;
      for (const socket of sockets) socket.destroy();
    },
    close: () => (self.shut(), server.close()),
  };
  return self;
}

export const databaseUrl = (port: number) => {
  const made = new URL(world.database.url);
  made.hostname = '127.0.0.1';
  made.port = String(port);
  made.username = ROLE;
  made.password = secret('database password');
  return made.href;
};

export const environment = (): Record<string, string> => ({
  LOG_LEVEL: 'DEBUG',
  DATABASE_URL: databaseUrl(world.gate.port),
  SHEPHERD_API_KEY: secret('platform key'),
  SHEPHERD_API_KEY_PREVIOUS: secret('previous platform key'),
  SECRETS_KEY: secret('key of secrets'),
  SECRETS_KEY_PREVIOUS: secret('previous key of secrets'),
  SLACK_WEBHOOK_URL: `${world.receiver.url}/services/T0/B0/${secret('Slack webhook of the environment')}`,
  SMTP_URL: `smtp://shepherd:${encodeURIComponent(secret('SMTP password'))}@127.0.0.1:${(world.mail.server.address() as AddressInfo).port}`,
  ALERT_EMAIL_TO: 'a@acme.test',
  WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1',
  AWS_ENDPOINT_URL: world.proxy.url,
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: secret('AWS secret key'),
  AWS_SESSION_TOKEN: secret('AWS session token'),
  AWS_REGION: 'us-east-1',
  PUBLIC_URL: 'https://shepherd.test',
  OTEL_EXPORTER_OTLP_ENDPOINT: world.collector.url,
});

/** Starts all of it, with a queue of tasks in which some tokens lie. */
export async function startWorld(): Promise<void> {
  world.database = await createTestDatabase();
  await world.database.query(`CREATE ROLE ${ROLE} LOGIN SUPERUSER PASSWORD '${secret('database password')}'`);
  const { hostname, port } = new URL(world.database.url);
  world.gate = await startGate(hostname, Number(port));
  world.proxy = await startFaultProxy({ target: MOTO_URL ?? '' });
  world.receiver = await startHttpReceiver();
  world.collector = await startHttpReceiver();
  // it says back all that it was sent, as many a server does with what it does not know
  world.receiver.answer = (one) => ({
    status: 404,
    body: `Cannot POST ${one.path} ${JSON.stringify(one.headers)}`,
  });
  world.mail = new SMTPServer({
    ...{ hideSTARTTLS: true, authMethods: ['PLAIN', 'LOGIN'], logger: false },
    onAuth: ({ username, password }, _session, done) =>
      done(Object.assign(new Error(`no ${username ?? ''} with ${password ?? ''}`), { responseCode: 535 })),
  });
  await new Promise<void>((done) => world.mail.listen(0, '127.0.0.1', done));
  const sqs = new SQS({ ...client(), endpoint: MOTO_URL ?? '' });
  const queue = async (name: string) => (await sqs.createQueue({ QueueName: name })).QueueUrl ?? '';
  const mark = randomBytes(4).toString('hex');
  const [tasks, states] = [await queue(`leaks-tasks-${mark}`), await queue(`leaks-states-${mark}`)];
  const events = await queue(`leaks-events-${mark}`);
  const s3 = new S3({ ...client(), endpoint: MOTO_URL ?? '', forcePathStyle: true });
  const Bucket = `leaks-${mark}`;
  await s3.createBucket({ Bucket });
  await s3.putObject({ Bucket, Key: 'acme/reports/rpt_1.html', Body: 'x' });
  world.service = startService(DATA_DIR, {
    ...environment(),
    ...{
      WORKFLOW_ENGINE: 'aws',
      TASK_QUEUE_URL: tasks,
      STATUS_QUEUE_URL: states,
      EVENTS_QUEUE_URL: events,
    },
    REPORTS_BUCKET: Bucket,
  });
  world.url = await world.service.url();
  for (const MessageBody of [
    JSON.stringify({ task: 'nobody-does-this', input: {}, taskToken: secret('task token') }),
    JSON.stringify({ taskToken: secret('task token') }),
    `not JSON ${secret('task token')}`,
  ])
    await sqs.sendMessage({ QueueUrl: tasks, MessageBody });
  sqs.destroy();
  s3.destroy();
}

export async function stopWorld(): Promise<void> {
  const { service, gate, proxy, receiver, collector, mail, database }: Partial<World> = world;
  service?.kill('SIGKILL');
  await service?.exit;
  gate?.close();
  for (const one of [proxy, receiver, collector]) await one?.close();
  if (mail !== undefined) await new Promise<void>((done) => mail.close(done));
  await database?.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
  await database?.drop();
  rmSync(DATA_DIR, { recursive: true, force: true });
}

const client = () => ({
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

interface Asked {
  key?: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Whether the answer is right to hold what was asked for. */
  isShown?: boolean;
}

/** Asks the world.service; what it answers is kept, unless it is right to hold a secret. */
export async function ask(method: string, path: string, { key, body, headers = {}, isShown }: Asked = {}) {
  const answer = await fetch(`${world.url}${path}`, {
    ...{ method, redirect: 'manual' },
    headers: {
      authorization: `Bearer ${key ?? secret('platform key')}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (isShown !== true)
    note(`answer of ${method} ${path.split('?')[0]?.slice(0, 40)} (${answer.status})`, text);
  const isJson = /json/.test(answer.headers.get('content-type') ?? '') && text !== '';
  const parsed: unknown = isJson ? JSON.parse(text) : {};
  return { status: answer.status, body: parsed as Record<string, unknown>, headers: answer.headers };
}
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
