import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { STS } from '@aws-sdk/client-sts';
import { type AwsCallOutcome } from './account.js';
import { ATTEMPT_MIDDLEWARE, limitAttempts } from './attempt.js';
import { callMeter, newCallCount } from './call-meter.js';
import { Lane } from './lane.js';

/** Answers in the shape of the STS query protocol, by a script of codes; the last one goes on. */
class ScriptedHttp {
  readonly dates: string[] = [];
  inFlight = 0;
  most = 0;
  constructor(private readonly script: string[]) {}

  async handle(request: { headers: Record<string, string> }) {
    this.dates.push(request.headers['x-amz-date'] ?? '');
    this.most = Math.max(this.most, ++this.inFlight);
    await new Promise((resolve) => setTimeout(resolve, 10));
    this.inFlight--;
    const code = this.script.length > 1 ? this.script.shift() : this.script[0];
    const text =
      code === 'ok'
        ? '<GetCallerIdentityResponse><GetCallerIdentityResult><Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>'
        : `<ErrorResponse><Error><Code>${code}</Code><Message>m</Message></Error></ErrorResponse>`;
    const statusCode =
      { ok: 200, NoSuchThing: 404, NotImplemented: 500, InternalFailure: 500 }[code ?? ''] ?? 400;
    return { response: { statusCode, headers: {}, body: new TextEncoder().encode(text) } };
  }
}

function clientOn(http: ScriptedHttp, lane: Lane, onEnd: () => void = () => undefined) {
  const records: [string, AwsCallOutcome][] = [];
  const sts = new STS({
    region: 'eu-west-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 's' },
    maxAttempts: 3,
    retryMode: 'adaptive',
    requestHandler: http as never, // the SDK's handler type has more than its clients call
  });
  limitAttempts(sts.middlewareStack, 'sts', lane, (...record) => {
    records.push(record);
    onEnd();
  });
  return { sts, records };
}

describe('limitAttempts', () => {
  let lane: Lane;
  beforeEach(() => {
    lane = new Lane({ maxCallsPerSecond: 1_000, maxConcurrentCalls: 1 });
  });

  it('stands after the retries and before the signature', () => {
    const { sts } = clientOn(new ScriptedHttp(['ok']), lane);
    const names = sts.middlewareStack.identify().map((line) => line.split(' ')[0] ?? '');
    const place = (name: string): number => names.indexOf(name);
    expect(place('retryMiddleware')).toBeGreaterThan(-1);
    expect(place(ATTEMPT_MIDDLEWARE)).toBe(place('retryMiddleware') + 1);
    expect(place('httpSigningMiddleware')).toBeGreaterThan(place(ATTEMPT_MIDDLEWARE));
  });

  it('records each attempt of a throttled call', async () => {
    const { sts, records } = clientOn(new ScriptedHttp(['Throttling', 'ok']), lane);
    await sts.getCallerIdentity();
    expect(records).toEqual([
      ['GetCallerIdentity', 'throttle'],
      ['GetCallerIdentity', 'ok'],
    ]);
  });

  it('asks once for what is not supported, and again where AWS has failed', async () => {
    const unsupported = clientOn(new ScriptedHttp(['NotImplemented']), lane);
    await expect(unsupported.sts.getCallerIdentity()).rejects.toMatchObject({ name: 'NotImplemented' });
    expect(unsupported.records).toHaveLength(1);
    const failed = clientOn(new ScriptedHttp(['InternalFailure', 'ok']), lane);
    await failed.sts.getCallerIdentity();
    expect(failed.records).toHaveLength(2);
  });

  it('holds no slot while a throttled call waits for its next attempt', async () => {
    const http = new ScriptedHttp(['Throttling', 'ok']);
    const [first, second] = [clientOn(http, lane), clientOn(http, lane)]; // two clients: no shared adaptive limiter
    const ends: string[] = [];
    const throttled = first.sts.getCallerIdentity().then(() => ends.push('throttled'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await Promise.all([throttled, second.sts.getCallerIdentity().then(() => ends.push('other'))]);
    expect(http.most).toBe(1);
    expect(first.records.map(([, outcome]) => outcome)).toEqual(['throttle', 'ok']);
    expect(ends).toEqual(['other', 'throttled']);
  });

  it('signs after the wait', async () => {
    const http = new ScriptedHttp(['ok']);
    const slow = new Lane({ maxCallsPerSecond: 1, maxConcurrentCalls: 1 });
    const { sts } = clientOn(http, slow);
    await Promise.all([sts.getCallerIdentity(), sts.getCallerIdentity(), sts.getCallerIdentity()]);
    expect(new Set(http.dates).size).toBe(3);
  });

  it('counts a call where it was made, though the queue started it from elsewhere', async () => {
    const { sts } = clientOn(new ScriptedHttp(['ok']), lane);
    const counts = [newCallCount(), newCallCount()];
    await Promise.all(
      counts.map((count, i) =>
        callMeter.run(count, () => Promise.all(Array.from({ length: i + 1 }, () => sts.getCallerIdentity()))),
      ),
    );
    expect(counts.map(({ calls }) => calls)).toEqual([1, 2]);
    expect(counts[0]?.operations).toEqual(new Set(['sts:GetCallerIdentity']));
  });

  it("ends each attempt in its caller's async context", async () => {
    const callers = new AsyncLocalStorage<string>();
    const seen: (string | undefined)[] = [];
    const { sts } = clientOn(new ScriptedHttp(['ok']), lane, () => seen.push(callers.getStore()));
    await Promise.all(['a', 'b', 'c'].map((name) => callers.run(name, () => sts.getCallerIdentity())));
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  it.each([
    ['AccessDenied', 'error'],
    ['NoSuchThing', 'ok'],
  ])('records %s as %s', async (code, outcome) => {
    const { sts, records } = clientOn(new ScriptedHttp([code]), lane);
    await expect(sts.getCallerIdentity()).rejects.toMatchObject({ name: code });
    expect(records).toEqual([['GetCallerIdentity', outcome]]);
  });

  it('keeps messages of queues waiting for nobody, and what describes queues in its lane', async () => {
    const records: string[] = [];
    let middleware = (_: object): Promise<unknown> => Promise.reject(new Error('there is none'));
    const call = (operation: string): Promise<unknown> => {
      limitAttempts(
        {
          addRelativeTo: (made) => {
            middleware = made((args: object) => Promise.resolve(args), {
              commandName: `${operation}Command`,
            });
          },
        },
        'sqs',
        lane,
        (name) => records.push(name),
      );
      return middleware({});
    };
    let leave = (): void => undefined;
    const inLane = lane.run(() => new Promise<void>((left) => (leave = left))); // one slot, and it is taken
    const free = ['ReceiveMessage', 'DeleteMessageBatch', 'ChangeMessageVisibilityBatch', 'SendMessage'];
    const described = call('GetQueueAttributes');
    for (const operation of free) await call(operation);
    expect(records).toEqual(free);
    leave();
    await Promise.all([inLane, described]);
    expect(records).toEqual([...free, 'GetQueueAttributes']);
  });
});
