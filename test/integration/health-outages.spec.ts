import { describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { AwsClients } from '../../src/platform/aws/index.js';
import { giveCredentials } from '../e2e/emulated-account.js';
import { eventually, startTestApp } from '../support/app.js';
import { healthOf, partOf } from '../support/health.js';
import { startHttpReceiver } from '../support/http-receiver.js';

jest.setTimeout(120_000);

describe('credentials', () => {
  it('that have expired are said to have, for the process, its pollers and the accounts that it enters', async () => {
    giveCredentials();
    const aws = await startHttpReceiver();
    const [code, text] = ['ExpiredToken', 'The security token included in the request is expired'];
    aws.answer = ({ headers }) =>
      String(headers['content-type']).includes('json')
        ? { status: 400, body: JSON.stringify({ __type: `${code}Exception`, message: text }) }
        : {
            status: 403,
            headers: { 'content-type': 'text/xml' },
            body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${text}</Message></Error></ErrorResponse>`,
          };
    const app = await startTestApp({
      ...{ AWS_ENDPOINT_URL: aws.url, EVENTS_QUEUE_URL: `${aws.url}/1/events`, AWS_MAX_ATTEMPTS: '1' },
    });
    try {
      const own = await partOf(app, 'aws', ({ status }) => status === 'down');
      expect(own.message).toMatch(
        /ExpiredToken.*They have expired: sign in again, or give the process a role/,
      );
      const poller = await partOf(app, 'events', (part) => /poller/.test(part.message));
      expect(poller.message).toMatch(
        /has failed for .*\(ExpiredToken\w*\): give the workers new AWS credentials/,
      );
      const account = {
        ...{ tenantId: 'acme', accountId: '210987654321', partition: 'aws' },
        ...{ roleArn: 'arn:aws:iam::210987654321:role/Read', externalId: null },
      };
      const ec2 = await app.app.get(AwsClients).for(account, 'eu-west-1').ec2();
      await expect(ec2.describeRegions({})).rejects.toThrow();
      const { message } = await partOf(app, 'aws', ({ figures }) => figures?.['rolesRefused'] === 1);
      expect(message).toContain('1 registered account cannot be entered (ExpiredToken)');
      expect((await healthOf(app)).body.status).toBe('degraded');
      expect(JSON.stringify((await healthOf(app)).body)).not.toMatch(/210987654321|acme/);
    } finally {
      await app.close();
      await aws.close();
    }
  });
});

describe('pollers', () => {
  it('that reach nothing are down, with the reason', async () => {
    const app = await startTestApp({
      ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', EVENTS_QUEUE_URL: 'http://127.0.0.1:9/1/events' },
      ...{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'y', AWS_MAX_ATTEMPTS: '1' },
    });
    try {
      const { status, message } = await partOf(app, 'events', (part) => /poller/.test(part.message));
      expect(status).toBe('down');
      expect(message).toMatch(/The poller of the queue of events has failed for \d+ s \(\w+\)/);
      expect(message).not.toContain('127.0.0.1');
      expect((await healthOf(app)).body['aws']).toMatchObject({
        status: 'down',
        message: expect.stringMatching(/cannot be reached|no AWS credentials/),
      });
    } finally {
      await app.close();
    }
  });
});

describe('a database that is gone', () => {
  it('is said in words, at once and without waiting for the other parts', async () => {
    const app = await startTestApp({ ROLE: 'api' });
    const { pathname } = new URL(app.database.url);
    const admin = new pg.Client({ connectionString: process.env['TEST_POSTGRES'] });
    await admin.connect();
    try {
      const name = pathname.slice(1);
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      const began = Date.now();
      const { body } = await eventually(async () => {
        const answer = await healthOf(app);
        return answer.status === 503 && answer;
      });
      expect(Date.now() - began).toBeLessThan(10_000);
      expect(body).toMatchObject({ status: 'down', database: { status: 'down' } });
      expect(body['database']?.message).toMatch(/^PostgreSQL does not answer, so nothing works/);
      expect((await healthOf(app, '/health/ready')).status).toBe(503);
      await admin.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      await eventually(async () => (await healthOf(app)).status === 200, 30_000);
    } finally {
      await admin.end();
      await app.close();
    }
  });
});
