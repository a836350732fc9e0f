import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { freePort } from '../../scripts/lib/processes.mjs';

/** Who is told and acted upon: webhooks, effects of tasks, and mail. All of it is counted, and nothing is refused. */
export async function startReceivers() {
  /** By delivery: what arrived. By key: how often an effect was asked for, and what it is. */
  const arrived = new Map();
  const effects = new Map();
  const note = (id, body) => arrived.set(id, [...(arrived.get(id) ?? []), body]);
  const http = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (request.url === '/effects') {
        const { key, what } = JSON.parse(body);
        effects.set(key, { what, calls: (effects.get(key)?.calls ?? 0) + 1 });
      } else note(request.headers['webhook-id'], body);
      response.end();
    });
  });
  await new Promise((done) => http.listen(0, '127.0.0.1', done));
  const smtp = await mailServer((text) => note(/^message-id: <([^@]+)@/im.exec(text)?.[1], undefined));
  const url = `http://localhost:${http.address().port}`;
  return {
    ...{ arrived, effects, smtp },
    ...{ webhookUrl: `${url}/hook`, effectsUrl: `http://127.0.0.1:${http.address().port}/effects` },
    stop: async () => {
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
      await smtp.down();
    },
  };
}

/** What it has taken counts as arrived, however long it takes to say so. */
async function mailServer(take) {
  const port = await freePort();
  const mail = { url: `smtp://localhost:${port}`, answerMs: 0 };
  let server;
  mail.up = async () => {
    server = new SMTPServer({
      ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], closeTimeout: 100 },
      onData(stream, _session, done) {
        const chunks = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', () => {
          take(Buffer.concat(chunks).toString());
          void sleep(mail.answerMs).then(() => done());
        });
      },
    });
    server.on('error', () => undefined); // a client that has gone
    await new Promise((done) => server.listen(port, '127.0.0.1', done));
  };
  mail.down = () => new Promise((done) => server.close(() => done()));
  await mail.up();
  return mail;
}
