import { createServer } from 'node:http';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { freePort } from './processes.mjs';

/**
 * Stands in for Slack and for a mail server: both keep what they get. Loopback only.
 * @returns `slack`: the bodies posted; `mails`: the messages, parsed
 */
export async function startReceivers() {
  const slack = [];
  const mails = [];
  const http = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      slack.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.end('ok');
    });
  });
  const smtp = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'] },
    onData(stream, _session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
          mails.push(mail);
          done();
        }, done);
      });
    },
  });
  const [httpPort, smtpPort] = [await freePort(), await freePort()];
  await new Promise((done) => http.listen(httpPort, '127.0.0.1', done));
  await new Promise((done) => smtp.listen(smtpPort, '127.0.0.1', done));
  return {
    ...{ slack, mails },
    slackUrl: `http://127.0.0.1:${httpPort}/services/T0/B0/x`,
    smtpUrl: `smtp://127.0.0.1:${smtpPort}`,
    stop: async () => {
      await new Promise((done) => http.close(done));
      await new Promise((done) => smtp.close(done));
    },
  };
}
