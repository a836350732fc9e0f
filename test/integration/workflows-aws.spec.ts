import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import type { Program } from '../../src/asl/index.js';
import { workflowFailed, workflowFinished } from '../../src/modules/workflows/facts.js';
import { WorkflowEngine } from '../../src/modules/workflows/workflow-engine.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { Task, TaskFailure, type TaskContext } from '../../src/platform/tasks/index.js';
import { eventually, startTestApp } from '../support/app.js';
import { startOf, startStepFunctionsApp, type StepFunctionsApp } from '../support/step-functions.js';

const MOTO_URL = process.env['MOTO_URL'];
jest.setTimeout(90_000); // a message that the emulator has failed on comes again

const describeIf = MOTO_URL === undefined ? describe.skip : describe;

const told: { fact: string; executionId: string; status: string; output?: unknown }[] = [];

@Injectable()
class Handlers {
  readonly keys: string[] = [];

  @Task('measure', z.object({ text: z.string() }))
  measure({ text }: { text: string }, { idempotencyKey }: TaskContext) {
    this.keys.push(idempotencyKey);
    if (text === 'broken') throw new TaskFailure('Unmeasurable', 'it is broken');
    return Promise.resolve({ size: text.length });
  }

  @Task('double', z.object({ n: z.number() }))
  double({ n }: { n: number }) {
    return Promise.resolve({ n, twice: 2 * n });
  }

  @Task('slow', z.unknown())
  async slow(_: unknown, { signal }: TaskContext) {
    await sleep(12_000, undefined, { signal });
    return { slow: true };
  }

  @Subscribes(workflowFinished, 'test-finished')
  finished({ payload }: Fact<z.output<typeof workflowFinished.schema>>) {
    told.push({ fact: 'finished', executionId: payload.executionId, status: payload.status });
    return Promise.resolve();
  }

  @Subscribes(workflowFailed, 'test-failed')
  failed({ payload }: Fact<z.output<typeof workflowFailed.schema>>) {
    told.push({ fact: 'failed', executionId: payload.executionId, status: payload.status });
    return Promise.resolve();
  }
}

@Module({ providers: [Handlers] })
class HandlersModule {}

const queued = (task: string, input: object, rest: object) => ({
  Type: 'Task' as const,
  Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
  Parameters: {
    QueueUrl: '${TaskQueueUrl}',
    MessageBody: { task, input, 'taskToken.$': '$$.Task.Token' },
  },
  TimeoutSeconds: 60,
  ...rest,
});

/** Two kinds of tasks, a Choice, a Parallel, a Map and a Catch, in JSONPath: what the emulator can run. */
const sample = {
  StartAt: 'Measure',
  States: {
    Measure: queued(
      'measure',
      { 'text.$': '$.text' },
      {
        ResultPath: '$.measured',
        Catch: [{ ErrorEquals: ['Unmeasurable'], ResultPath: '$.why', Next: 'Told' }],
        Next: 'HowLong',
      },
    ),
    // the emulator drops the cause that SendTaskFailure gives it
    Told: { Type: 'Pass', InputPath: '$.why.Error', ResultPath: '$.why', Next: 'Measured' },
    HowLong: {
      Type: 'Choice',
      Choices: [{ Variable: '$.measured.size', NumericGreaterThan: 3, Next: 'Both' }],
      Default: 'Measured',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Double',
          States: { Double: queued('double', { 'n.$': '$.measured.size' }, { End: true }) },
        },
        { StartAt: 'Note', States: { Note: { Type: 'Pass', Result: { note: 'long' }, End: true } } },
      ],
      ResultPath: '$.both',
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'DoubleItem',
        States: { DoubleItem: queued('double', { 'n.$': '$' }, { OutputPath: '$.twice', End: true }) },
      },
      ResultPath: '$.doubled',
      Next: 'Measured',
    },
    Measured: { Type: 'Pass', End: true },
  },
} as unknown as Program;

describeIf('workflows on Step Functions (needs MOTO_URL)', () => {
  let test: StepFunctionsApp;

  beforeAll(async () => {
    test = await startStepFunctionsApp(MOTO_URL ?? '', [HandlersModule]);
    await test.deploy('Sample', sample);
  });
  afterAll(() => test.close());

  const onLocalEngine = async (input: object) => {
    const app = await startTestApp({}, [HandlersModule]);
    try {
      await app.tenant('acme');
      const engine = app.app.get(WorkflowEngine, { strict: false });
      const { id } = await engine.start(startOf({ program: sample, input: input as never }));
      return await eventually(async () => {
        const [line] = await app.database.query<{ status: string; output: string }>(
          'SELECT status, output FROM executions WHERE id = $1',
          [id],
        );
        return line?.status !== 'RUNNING' && line;
      });
    } finally {
      await app.close();
    }
  };

  it.each([
    ['every state', { text: 'a long one', items: [1, 2, 2, 3] }],
    ['the way of a Catch', { text: 'broken', items: [] }],
  ])('give the output that the local engine gives, by %s', async (_, input) => {
    const { id } = await test.start('Sample', sample, { input: input as never });
    const ended = await test.finished(id);
    const local = await onLocalEngine(input);
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(local && local.status).toBe('SUCCEEDED');
    expect(JSON.parse(ended.output ?? '')).toEqual(JSON.parse((local && local.output) || ''));
    await test.isEmpty(test.taskQueue);
  });

  it('outlast their HeartbeatSeconds while a handler runs, and keep its message', async () => {
    const program = {
      StartAt: 'Slow',
      States: { Slow: queued('slow', {}, { HeartbeatSeconds: 8, End: true }) },
    } as unknown as Program;
    await test.deploy('Slow', program);
    test.proxy.clear();
    const { id } = await test.start('Slow', program);
    expect(await test.finished(id)).toMatchObject({ status: 'SUCCEEDED', output: '{"slow": true}' });
    expect(test.proxy.count({ action: 'SendTaskHeartbeat' })).toBe(2);
    expect(test.proxy.count({ action: 'ChangeMessageVisibility' })).toBe(2);
    await test.isEmpty(test.taskQueue);
  });

  it('give a large output that the event leaves out, by one look at the execution', async () => {
    const { id } = await test.start('Sample', sample, { input: { text: 'abc', items: [] } });
    const ended = await test.endsInAws((await test.row(id)).aws_arn);
    test.proxy.clear();
    await test.tell(ended, { output: null, outputDetails: { included: false } });
    const line = await eventually(async () => {
      const now = await test.row(id);
      return now.status !== 'RUNNING' && now;
    });
    expect(line.output).toBe(ended.output);
    expect(test.proxy.count({ action: 'DescribeExecution' })).toBe(1);
  });

  it('tell of an end once, whatever comes how often and in which order', async () => {
    const { id } = await test.start('Sample', sample, { input: { text: 'abc', items: [] } });
    const { aws_arn: arn } = await test.row(id);
    const ended = await test.endsInAws(arn);
    await test.tell(ended);
    await test.tell(ended);
    await test.isEmpty(test.statusQueue);
    await test.tell({ ...ended, status: 'RUNNING', stopDate: undefined, output: undefined });
    await test.tell({ ...ended, status: 'ABORTED' });
    await test.isEmpty(test.statusQueue);
    expect(await test.row(id)).toMatchObject({
      status: 'SUCCEEDED',
      started_at: ended.startDate,
      stopped_at: ended.stopDate,
    });
    await eventually(() => Promise.resolve(told.some(({ executionId }) => executionId === id)));
    await new Promise((done) => setTimeout(done, 500));
    expect(told.filter(({ executionId }) => executionId === id)).toEqual([
      { fact: 'finished', executionId: id, status: 'SUCCEEDED' },
    ]);
  });

  it('tell of a failure with its error and cause, and leave what is no status change on the queue', async () => {
    const { id } = await test.start('Sample', sample, { input: { items: [] } });
    await test.sqs.sendMessage({ QueueUrl: test.statusQueue, MessageBody: '{"source":"aws.ec2"}' });
    const ended = await test.endsInAws((await test.row(id)).aws_arn);
    await test.tell(ended, { error: 'States.Runtime', cause: 'no text' });
    await eventually(async () => (await test.row(id)).status === 'FAILED');
    expect(await test.row(id)).toMatchObject({ error: 'States.Runtime', cause: 'no text', output: null });
    await eventually(() =>
      Promise.resolve(told.filter(({ executionId }) => executionId === id).length === 2),
    );
    expect(await test.waiting(test.statusQueue)).toBe(1);
    await test.sqs.purgeQueue({ QueueUrl: test.statusQueue });
  });
});
