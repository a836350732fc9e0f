import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Message } from '../../src/modules/notifications/domain/message.js';
import { told } from '../../src/modules/notifications/domain/words/told.js';
import {
  type Outgoing,
  type SendFailure,
  Sending,
  type Sent,
} from '../../src/modules/notifications/sending.js';
import { newId } from '../../src/shared/ids.js';
import { giveCredentials } from '../e2e/emulated-account.js';
import { startTestApp } from './app.js';

type Json = Record<string, unknown>;

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string;
  /** Says nothing at all. */
  hang?: boolean;
}

/** An HTTP server that keeps what it gets; `reply` says how it answers, 200 `ok` by itself. */
export async function startReceiver() {
  const received: Received[] = [];
  const self = { reply: (_request: Received): Reply => ({}) };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const one = { path: request.url ?? '', headers: request.headers, body };
        received.push(one);
        const { status = 200, headers = {}, body: text = 'ok', hang = false } = self.reply(one);
        if (!hang) response.writeHead(status, headers).end(text);
      });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () =>
    new Promise<void>((done) => {
      server.closeAllConnections();
      server.close(() => done());
    });
  return Object.assign(self, { url, received, close });
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

/** The application with the tenant `acme`, which may mail to acme.test, and webhooks that may reach this machine. */
export async function startChannelApp(env: Record<string, string> = {}) {
  giveCredentials();
  const app = await startTestApp({ WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1', ...env });
  const keys = await app.tenant('acme');
  const body = { allowedNotificationDomains: ['acme.test'] };
  await app.request('PUT', '/tenants/acme/settings', { body });

  const ask = async (method: string, path: string, given?: Json, key: string = keys.admin) => {
    const sent = given === undefined ? {} : { body: given };
    const answer = await app.request<Json>(method, `/notifications${path}`, { key, ...sent });
    return { status: answer.status, body: answer.body };
  };
  let made = 0;
  const make = async (given: Json): Promise<Json> => {
    const answer = await ask('POST', '/channels', { name: `channel ${(made += 1)}`, ...given });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  const outgoing = (recipient: Outgoing['recipient'], more: Partial<Outgoing> = {}): Outgoing => ({
    ...{ tenantId: 'acme', deliveryId: newId('dlv'), recipient, message: messageOf() },
    ...{ threadKey: null, correlationId: 'corr-1', attempt: 1, ...more },
  });
  const deliver = (one: Outgoing, signal: AbortSignal = new AbortController().signal): Promise<Sent> =>
    app.app.get<Sending>(Sending, { strict: false }).send(one, signal);
  /** Sends to a channel, or to somebody named. */
  const send = (to: Json | Outgoing['recipient'], more: Partial<Outgoing> = {}) =>
    deliver(
      outgoing(
        'target' in to ? (to as Outgoing['recipient']) : { channelId: String(to['id' as never]) },
        more,
      ),
    );
  /** How sending fails. */
  const failure = async (to: Json | Outgoing['recipient'], more: Partial<Outgoing> = {}) => {
    const error = await send(to, more).then(
      () => new Error('it was sent'),
      (reason: unknown) => reason as SendFailure,
    );
    const { kind, message, retryAfterMs } = error as SendFailure;
    return { kind, message, retryAfterMs };
  };
  const auditOf = async (id: unknown) => {
    const log = await app.request<{ items: Json[] }>('GET', `/audit-log?targetId=${String(id)}`, {
      key: keys.admin,
    });
    return log.body.items;
  };
  return { ...app, keys, ask, make, outgoing, deliver, send, failure, auditOf };
}
export type ChannelApp = Awaited<ReturnType<typeof startChannelApp>>;

export const messageOf = (more: Partial<Message> = {}): Message =>
  told({
    ...{ kind: 'finding', title: 'A bucket is public', at: '2026-11-21T12:00:00.000Z' },
    ...{ severity: 'high', text: 'Anybody can read it <b>now</b>.', subjectId: 'fnd_1', ...more },
  });
