import { createServer } from 'node:http';
import { URLSearchParams } from 'node:url';
import { ec2Actions, ec2Error } from './ec2.mjs';
import { StubQueue } from './queue.mjs';
import { error as s3Error, s3Answer } from './s3.mjs';
import { QUEUE_ACCOUNT, refused, sqsOperations } from './sqs.mjs';
import { signer, stsActions, stsError } from './sts.mjs';
import { World } from './world.mjs';

/**
 * One small HTTP server in the place of AWS: a queue of SQS with its dead-letter queue, STS, and security groups and
 * buckets whose state is set by whoever started it. The emulator manages some 11 messages a second; this one is made for
 * load. What it does not know is refused as the protocol refuses it.
 *
 * @param {{ port?: number, visibilityMs?: number, maxReceives?: number, accounts: string[], regions: string[] }} settings
 *   accounts: where roles can be assumed
 */
export async function startEventStub({ port = 0, visibilityMs, maxReceives, accounts, regions }) {
  const world = new World();
  const deadLetters = new StubQueue({ name: 'dead' });
  const queue = new StubQueue({ name: 'events', visibilityMs, maxReceives, deadLetters });
  /** Shares of calls (0 to 1), and milliseconds for each call about a resource. */
  const faults = { failReceives: 0, throttle: 0, slowMs: 0 };
  const stub = { world, queue, deadLetters, faults, accounts: new Set(accounts), regions, extra: undefined };
  const queues = new Map([queue, deadLetters].map((one) => [one.name, one]));

  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (chunk) => (text += chunk));
    request.on('end', () => {
      answerTo(request, text, (leave) => response.once('close', leave))
        .catch((error) => ({ status: 500, headers: {}, body: String(error.stack) }))
        .then(({ status = 200, headers = {}, body = '' }) => {
          response.writeHead(status, { 'x-amzn-requestid': 'stub', ...headers });
          response.end(body);
        });
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  stub.url = `http://127.0.0.1:${server.address().port}`;
  stub.queueUrl = `${stub.url}/${QUEUE_ACCOUNT}/${queue.name}`;
  stub.stop = async () => {
    queue.stop();
    deadLetters.stop();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return stub;

  async function answerTo(request, text, onGone) {
    const url = new URL(request.url, 'http://stub');
    if (url.pathname.startsWith('/_stub/'))
      return (await stub.extra?.(request, url, text)) ?? { status: 404 };
    const target = request.headers['x-amz-target'];
    if (target !== undefined) return json(target, text, onGone);
    const caller = signer(request.headers.authorization);
    if (caller.service === 's3') return s3(request, url, caller);
    const query = new URLSearchParams(text);
    return queryProtocol(query, caller);
  }

  async function json(target, text, onGone) {
    const [prefix, operation] = target.split('.');
    try {
      const run = prefix === 'AmazonSQS' ? sqsOperations[operation] : undefined;
      if (run === undefined) throw refused('UnknownOperationException', `${target} is not known here`);
      world.count(`sqs:${operation}`);
      if (operation === 'ReceiveMessage' && Math.random() < faults.failReceives)
        throw refused('InternalError', 'The stub was told to fail', 500);
      const input = JSON.parse(text);
      const asked = queues.get(new URL(input.QueueUrl ?? stub.queueUrl).pathname.split('/').at(-1));
      if (asked === undefined)
        throw refused('com.amazonaws.sqs#QueueDoesNotExist', 'The specified queue does not exist.');
      return ok(await run(asked, input, onGone, stub));
    } catch (error) {
      if (error.code === undefined || error.status === undefined) throw error;
      const body = JSON.stringify({ __type: error.code, message: error.message });
      return { status: error.status, headers: JSON_TYPE, body };
    }
  }

  async function queryProtocol(query, caller) {
    const action = query.get('Action') ?? '';
    world.count(`${caller.service || 'unknown'}:${action}`);
    if (caller.service === 'sts')
      return (
        stsActions[action]?.(query, { ...caller, ...stub }) ?? stsError('InvalidAction', `No ${action} here`)
      );
    const run = caller.service === 'ec2' ? ec2Actions[action] : undefined;
    if (run === undefined)
      return ec2Error('InvalidAction', `The action ${action} is not valid for this web service.`);
    if (Math.random() < faults.throttle)
      return ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503);
    return during(caller.worker, (read) => run(query, { ...caller, ...stub, read }));
  }

  async function s3(request, url, caller) {
    if (Math.random() < faults.throttle) return s3Error('SlowDown', 'Please reduce your request rate.', 503);
    return during(caller.worker, (read) => {
      const answer = s3Answer({ method: request.method, url, world, accountId: caller.accountId, read });
      world.count(answer.operation ?? 's3control:GetPublicAccessBlock');
      return answer;
    });
  }

  /** The answer is of the moment when the call came; it is on its way for `slowMs`, and the reads last as long. */
  async function during(worker, answer) {
    const leaving = [];
    try {
      const given = answer((arn, isFirst) => leaving.push(world.enter(arn, worker, isFirst)));
      if (faults.slowMs > 0) await new Promise((done) => setTimeout(done, faults.slowMs));
      return given;
    } finally {
      for (const leave of leaving) leave();
    }
  }
}

const JSON_TYPE = { 'content-type': 'application/x-amz-json-1.0' };
const ok = (answer) => ({ headers: JSON_TYPE, body: JSON.stringify(answer) });
