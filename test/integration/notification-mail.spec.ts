import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../src/shared/ids.js';
import { type ChannelApp, messageOf, startChannelApp } from '../support/channels.js';

type Json = Record<string, unknown>;
interface Mail {
  to: string[];
  email: Email;
}

const mails: Mail[] = [];
/** What the server answers to each step; nothing: it takes it. */
let refuse: {
  auth?: string;
  from?: number;
  to?: Record<string, number>;
  data?: number;
  hang?: boolean;
  waitMs?: number;
} = {};
const reply = (code: number) => Object.assign(new Error('because'), { responseCode: code });

const options: SMTPServerOptions = {
  ...{ hideSTARTTLS: true, authMethods: ['PLAIN', 'LOGIN'], logger: false },
  onAuth: ({ password }, _session, done) =>
    refuse.auth === undefined && password === 'right'
      ? done(null, { user: 'x' })
      : done(reply(Number(refuse.auth ?? 535))),
  onMailFrom: (_address, _session, done) => (refuse.from === undefined ? done() : done(reply(refuse.from))),
  onRcptTo: ({ address }, _session, done) => {
    const code = refuse.to?.[address];
    return code === undefined ? done() : done(reply(code));
  },
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      if (refuse.hang === true) return;
      if (refuse.data !== undefined) return done(reply(refuse.data));
      const to = session.envelope.rcptTo.map(({ address }) => address);
      void PostalMime.parse(Buffer.concat(chunks)).then((email) => {
        mails.push({ to, email });
        if (refuse.waitMs === undefined) done();
        else setTimeout(done, refuse.waitMs);
      });
    });
  },
};

let server: SMTPServer;
let app: ChannelApp;
let channel: Json;
beforeAll(async () => {
  server = new SMTPServer(options);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.server.address() as AddressInfo;
  app = await startChannelApp({
    SMTP_URL: `smtp://shepherd:right@127.0.0.1:${port}`,
    ...{ MAIL_FROM: 'Shepherd <shepherd@ours.test>', ALERT_EMAIL_TO: 'operator@elsewhere.test' },
  });
  channel = await app.make({ type: 'email', config: { to: ['a@acme.test', 'b@acme.test'] } });
}, 90_000);
afterAll(async () => {
  await app?.close();
  await new Promise<void>((done) => server.close(done));
});
beforeEach(() => {
  mails.length = 0;
  refuse = {};
});
const headerOf = ({ email }: Mail, name: string) => email.headers.find(({ key }) => key === name)?.value;
const someone = (to: string) => ({ target: { type: 'email' as const, to } });

describe('an email', () => {
  it('goes to all of the channel, in HTML and in text, and is named by its delivery', async () => {
    const deliveryId = newId('dlv');
    const sent = await app.send(channel, { deliveryId });
    await app.send(channel, { deliveryId, attempt: 2 });
    expect(sent).toEqual({ channelType: 'email', providerId: `<${deliveryId}@ours.test>` });
    expect(mails).toHaveLength(2);
    for (const mail of mails) {
      expect(mail.to).toEqual(['a@acme.test', 'b@acme.test']);
      expect(mail.email).toMatchObject({
        from: { address: 'shepherd@ours.test' },
        messageId: `<${deliveryId}@ours.test>`,
      });
      expect([mail.email.subject, mail.email.text]).toEqual(
        Array(2).fill(expect.stringContaining('A bucket is public')),
      );
      expect(mail.email.html).toContain('&lt;b&gt;now&lt;/b&gt;');
      expect([headerOf(mail, 'x-shepherd-delivery'), headerOf(mail, 'auto-submitted')]).toEqual([
        deliveryId,
        'auto-generated',
      ]);
      expect(mail.email.inReplyTo).toBeUndefined();
    }
  });

  it('of a key is one conversation with the others of that key', async () => {
    for (const threadKey of ['incident:1', 'incident:1', 'incident:2'])
      await app.send(channel, { threadKey });
    const [first, second, other] = mails.map(({ email }) => [email.inReplyTo, email.references]);
    expect(first).toEqual(Array(2).fill(expect.stringMatching(/^<thread-[0-9a-f]{32}@ours\.test>$/)));
    expect(second).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('holds no header that its text would like to add', async () => {
    await app.send(channel, { message: messageOf({ title: 'x\r\nBcc: evil@evil.test\r\n\r\nhello' }) });
    expect(mails[0]?.to).toEqual(['a@acme.test', 'b@acme.test']);
    expect(headerOf(mails[0] as Mail, 'bcc')).toBeUndefined();
  });

  it('goes to somebody named in a domain of the tenant, to others only with a link that is theirs', async () => {
    await app.send(someone('c@acme.test'));
    const personal = messageOf({
      links: [
        {
          ...{ label: 'Approve', style: 'primary' as const },
          to: { kind: 'approval', id: 'apr_1', action: 'approve', personalLinkId: 'link_1' },
        },
      ],
    });
    await app.send(someone('boss@other.test'), { message: personal });
    expect(mails.map(({ to }) => to)).toEqual([['c@acme.test'], ['boss@other.test']]);
    expect(await app.failure(someone('c@other.test'))).toMatchObject({
      ...{
        kind: 'refused',
        message: expect.stringContaining('other.test, which is not among allowedNotificationDomains'),
      },
    });
  });

  it('to a domain that has left the tenant stops the channel', async () => {
    const body = { allowedNotificationDomains: ['new.test'] };
    await app.request('PUT', '/tenants/acme/settings', { body });
    const failure = await app.failure(channel);
    await app.request('PUT', '/tenants/acme/settings', {
      body: { allowedNotificationDomains: ['acme.test'] },
    });
    expect(failure).toMatchObject({
      kind: 'dead',
      message: expect.stringMatching(/^to\.0 has the domain acme\.test/),
    });
    expect(mails).toEqual([]);
  });

  it("of the operator's own channel may go anywhere", async () => {
    const [row] = await app.database.query<Json>(
      `SELECT id FROM notification_channels WHERE environment_key = 'email'`,
    );
    await app.send(row ?? {}, { tenantId: 'default' });
    expect(mails[0]?.to).toEqual(['operator@elsewhere.test']);
  });
});

describe('a mail server', () => {
  it.each([
    [
      'lets the service in no more',
      { auth: '535' },
      'dead',
      /^SMTP_URL: the mail server does not let the service in: /,
    ],
    ['cannot check passwords now', { auth: '454' }, 'retry', /^The mail server answered .*454/],
    ['does not take the sender', { from: 550 }, 'dead', /^SMTP_URL: .*MAIL_FROM/],
    ['is too busy', { from: 421 }, 'retry', /421/],
    ['knows none of them', { to: { 'a@acme.test': 550, 'b@acme.test': 553 } }, 'refused', /55\d/],
    ['has no room for them now', { to: { 'a@acme.test': 450, 'b@acme.test': 452 } }, 'retry', /45\d/],
    ['does not like the text', { data: 554 }, 'refused', /554/],
    ['cannot store it now', { data: 451 }, 'retry', /451/],
  ])('that %s (%j) makes it %s', async (_what, given, kind, message) => {
    refuse = given;
    expect(await app.failure(channel)).toMatchObject({ kind, message: expect.stringMatching(message) });
    expect(mails).toEqual([]);
  });

  it('that knows one of two has taken it', async () => {
    refuse = { to: { 'a@acme.test': 550 } };
    await app.send(channel);
    expect(mails.map(({ to }) => to)).toEqual([['b@acme.test']]);
  });

  it('that takes its time before it says that it has a mail gets it once', async () => {
    refuse = { waitMs: 12_000 }; // longer than it may take to greet
    await app.send(channel);
    expect(mails).toHaveLength(1);
  }, 30_000);

  it('that says nothing is waited for no longer than asked', async () => {
    refuse = { hang: true };
    const one = app.outgoing({ channelId: String(channel['id']) });
    const failed = await app.deliver(one, AbortSignal.timeout(400)).catch((error: unknown) => error);
    expect(failed).toMatchObject({ kind: 'retry', message: 'The receiver gave no answer in time' });
  });
});

describe('without a mail server', () => {
  it('a channel is dead, and says what is missing', async () => {
    const without = await startChannelApp();
    const made = await without.make({ type: 'email', config: { to: ['a@acme.test'] } });
    const failure = await without.failure(made);
    await without.close();
    expect(failure).toMatchObject({
      kind: 'dead',
      message: 'SMTP_URL is not set: the service sends no email',
    });
  }, 60_000);
});
