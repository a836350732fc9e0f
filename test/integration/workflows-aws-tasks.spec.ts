import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import type { Program } from '../../src/asl/index.js';
import { StepFunctions } from '../../src/modules/workflows/aws/step-functions.js';
import { tokenHash } from '../../src/modules/workflows/domain/aws-names.js';
import { TaskAnswers } from '../../src/modules/workflows/task-answers.service.js';
import { TaskMessages } from '../../src/modules/workflows/task-messages.service.js';
import { Database } from '../../src/platform/database/index.js';
import { ANSWERED_LATER, Task, TaskFailure, type TaskContext } from '../../src/platform/tasks/index.js';
import { eventually } from '../support/app.js';
import { startStepFunctionsApp, type StepFunctionsApp } from '../support/step-functions.js';

const MOTO_URL = process.env['MOTO_URL'];
const describeIf = MOTO_URL === undefined ? describe.skip : describe;

@Injectable()
class Handlers {
  keys: string[] = [];

  @Task('count', z.object({ tenantId: z.string().optional(), fails: z.number().default(0) }))
  count({ fails }: { fails: number }, { idempotencyKey }: TaskContext) {
    this.keys.push(idempotencyKey);
    if (this.keys.length <= fails) throw new TaskFailure('NotYet', `${this.keys.length} of ${fails}`);
    return Promise.resolve({ count: this.keys.length });
  }

  @Task('hang', z.unknown())
  async hang(_: unknown, { signal, idempotencyKey }: TaskContext) {
    this.keys.push(idempotencyKey);
    if (this.keys.length > 1) return { hung: false };
    await new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(new Error('aborted'))),
    );
    return {};
  }

  @Task('ask', z.unknown())
  ask(_: unknown, { idempotencyKey }: TaskContext) {
    this.keys.push(idempotencyKey);
    return Promise.resolve(ANSWERED_LATER);
  }
}

@Module({ providers: [Handlers] })
class HandlersModule {}

const queued = (task: string, input: object, rest: object = {}) =>
  ({
    StartAt: 'A',
    States: {
      A: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: {
          QueueUrl: '${TaskQueueUrl}',
          MessageBody: { task, input, 'taskToken.$': '$$.Task.Token' },
        },
        TimeoutSeconds: 60,
        ...rest,
        End: true,
      },
    },
  }) as unknown as Program;

/** The application polls nothing: each message is taken by hand, as often as the test wants. */
describeIf('a task of Step Functions (needs MOTO_URL)', () => {
  let test: StepFunctionsApp;
  let handlers: Handlers;
  let machines = 0;

  beforeAll(async () => {
    test = await startStepFunctionsApp(MOTO_URL ?? '', [HandlersModule], { ROLE: 'api' });
    handlers = test.app.app.get(Handlers, { strict: false });
  });
  afterAll(() => test.close());
  afterEach(() => {
    test.proxy.rules = [];
    handlers.keys = [];
  });

  const run = async (program: Program, input: object = {}) => {
    const name = `M${(machines += 1)}`;
    await test.deploy(name, program);
    const { id } = await test.start(name, program, { input: input as never });
    return (await test.row(id)).aws_arn;
  };
  /** The emulator fails now and then where another execution is just beginning (HTML, which no SDK can read). */
  const takeBody = async (
    body: string,
    message = { messageId: 'x', receiptHandle: 'x', receiveCount: 1 },
    stop = new AbortController().signal,
  ): Promise<boolean> => {
    for (;;) {
      const messages = test.app.app.get(TaskMessages, { strict: false });
      try {
        return await messages.take({ body, sentAt: new Date(), ...message }, stop);
      } catch (error) {
        if ((error as Error).name !== 'SyntaxError') throw error;
      }
    }
  };
  /** One message, as the queue hands it out for the `receiveCount`th time. */
  const received = async () => {
    const { Body = '', ReceiptHandle = '' } = await test.receive();
    const token = (JSON.parse(Body) as { taskToken: string }).taskToken;
    const take = (receiveCount = 1, stop = new AbortController().signal) =>
      takeBody(Body, { messageId: 'x', receiptHandle: ReceiptHandle, receiveCount }, stop);
    return { body: Body, token, take };
  };
  const resultOf = async (token: string) => {
    const [row] = await test.app.database.query<{ tenant_id: string; token: string | null; outcome: string }>(
      'SELECT * FROM workflow_task_results WHERE token_hash = $1',
      [tokenHash(token)],
    );
    return row;
  };

  it('is answered before its message is done with, and leaves no token behind', async () => {
    const arn = await run(queued('count', {}));
    const { token, take } = await received();
    expect(await take()).toBe(true);
    expect(await test.endsInAws(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await resultOf(token)).toMatchObject({ tenant_id: 'acme', token: null });
    expect(JSON.stringify(await test.app.database.query('SELECT * FROM jobs'))).not.toContain(token);
  });

  it.each(['throttle', 'error500', 'reset'] as const)(
    'runs its handler once though SendTaskSuccess ends in %s and the message comes again',
    async (fault) => {
      const arn = await run(queued('count', {}));
      test.proxy.rules = [{ match: { action: 'SendTaskSuccess' }, fault, times: 1 }];
      const { take } = await received();
      await expect(take()).rejects.toThrow();
      expect(await test.inAws(arn)).toMatchObject({ status: 'RUNNING' });
      expect(await take(2)).toBe(true);
      expect(JSON.parse((await test.endsInAws(arn)).output ?? '')).toEqual({ count: 1 });
      expect(await take(3)).toBe(true); // deleting it had failed
      expect(handlers.keys).toHaveLength(1);
    },
  );

  it('that fails has the name of its error', async () => {
    const arn = await run(queued('count', { fails: 1 }));
    expect(await (await received()).take()).toBe(true);
    expect(await test.endsInAws(arn)).toMatchObject({ status: 'FAILED', error: 'NotYet' });
  });

  it('is the same work when Retry tries it again with another token, and other work than the next state’s', async () => {
    // by hand: the emulator gives the second try the token, and the outcome, of the first
    const arn = await run(queued('count', {}));
    const { body } = await received();
    const tried = (changes: object) =>
      takeBody(JSON.stringify({ ...(JSON.parse(body) as object), ...changes }));
    for (const taskToken of ['first', 'second']) expect(await tried({ taskToken })).toBe(true);
    expect(await tried({ taskToken: 'third', visit: 'B 2026-11-21T09:19:06.062Z' })).toBe(true);
    const [first, second, third] = handlers.keys;
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    const [execution] = await test.app.database.query<{ id: string }>(
      'SELECT id FROM executions WHERE aws_arn = $1',
      [arn],
    );
    expect(first?.startsWith(`${execution?.id}/`)).toBe(true);
    await test.sfn.stopExecution({ executionArn: arn });
  });

  it('of a worker that stops is left to the next', async () => {
    const arn = await run(queued('hang', {}));
    const { token, take } = await received();
    const stop = new AbortController();
    const first = take(1, stop.signal);
    await eventually(() => Promise.resolve(handlers.keys.length === 1));
    stop.abort();
    expect(await first).toBe(false);
    expect(await resultOf(token)).toMatchObject({ outcome: null });
    expect(await take(2)).toBe(true);
    expect(JSON.parse((await test.endsInAws(arn)).output ?? '')).toEqual({ hung: false });
  });

  it('that nobody waits for any more is not begun', async () => {
    const arn = await run(queued('count', {}));
    const { token, take } = await received();
    // the emulator says InvalidToken of any that is not waited for; AWS names these two (SendTaskHeartbeat, API reference)
    const beat = jest.spyOn(test.app.app.get(StepFunctions, { strict: false }), 'beat');
    for (const name of ['TaskTimedOut', 'TaskDoesNotExist']) {
      beat.mockRejectedValueOnce(Object.assign(new Error('Task Timed Out'), { name }));
      expect(await take(2)).toBe(true);
    }
    beat.mockRestore();
    expect(handlers.keys).toEqual([]);
    expect(await resultOf(token)).toBeUndefined();
    await test.sfn.stopExecution({ executionArn: arn });
  });

  it('without a handler fails', async () => {
    const arn = await run(queued('no-such-task', {}));
    expect(await (await received()).take()).toBe(true);
    expect(await test.endsInAws(arn)).toMatchObject({ status: 'FAILED', error: 'TaskFailed' });
  });

  it.each([
    ['names another tenant than its execution', { tenantId: 'globex' }, {}],
    [
      'names an execution that is none of ours',
      {},
      { executionId: 'arn:aws:states:eu-west-1:123456789012:execution:X:y' },
    ],
  ])('that %s is refused', async (_, input, envelope) => {
    const program = queued('count', input);
    const state = program.States['A'] as unknown as { Parameters: { MessageBody: object } };
    Object.assign(state.Parameters.MessageBody, envelope);
    if ('executionId' in envelope)
      Object.assign(state.Parameters.MessageBody, { 'executionId.$': undefined });
    const arn = await run(program);
    expect(await (await received()).take()).toBe(true);
    expect(await test.endsInAws(arn)).toMatchObject({ status: 'FAILED', error: 'Permissions' });
    expect(handlers.keys).toEqual([]);
  });

  it('with a bare envelope is of the tenant that its input names, if there is one', async () => {
    const arn = await run(queued('count', { 'tenantId.$': '$.tenantId' }), { tenantId: 'acme' });
    const { token } = await received();
    const bare = (tenantId?: string) =>
      takeBody(JSON.stringify({ task: 'count', input: { tenantId }, taskToken: token }));
    expect(await bare('acme')).toBe(true);
    expect(handlers.keys).toEqual([`aws_${tokenHash(token)}/${tokenHash(token)}`]);
    expect(await test.endsInAws(arn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bare('nobody')).toBe(true);
    expect(await bare()).toBe(true);
    expect(handlers.keys).toHaveLength(1);
  });

  it('that is no task fails where somebody waits, and else stays for the redrive policy', async () => {
    await expect(takeBody('{"task":"count"}')).rejects.toThrow('no task');
    await expect(takeBody('nonsense')).rejects.toThrow('no task');
    const arn = await run(queued('count', {}));
    const { token } = await received();
    expect(await takeBody(JSON.stringify({ taskToken: token, task: 7 }))).toBe(true);
    expect(await test.endsInAws(arn)).toMatchObject({ status: 'FAILED', error: 'TaskFailed' });
  });

  describe('that is answered later', () => {
    const asked = async () => {
      const arn = await run(queued('ask', {}));
      const { token, take } = await received();
      expect(await take()).toBe(true);
      const [execution] = await test.app.database.query<{ id: string }>(
        'SELECT id FROM executions WHERE aws_arn = $1',
        [arn],
      );
      const task = { executionId: execution?.id ?? '', taskId: tokenHash(token) };
      const answers = test.app.app.get(TaskAnswers, { strict: false });
      const database = test.app.app.get(Database);
      const answer = (output: string, by = task) =>
        database.withTenant('acme', (tx) =>
          answers.answerTask(tx, 'acme', by, { type: 'succeeded', output: { output } }),
        );
      const isOpen = () => database.withTenant('acme', (tx) => answers.isOpen(tx, 'acme', task));
      return { arn, token, take, task, answers, database, answer, isOpen };
    };
    const jobsOf = (taskId: string) =>
      test.app.database.query(
        "SELECT id FROM jobs WHERE name = 'workflow.answer-task' AND payload ->> 'taskId' = $1",
        [taskId],
      );

    it('waits, and takes the first answer by a job that tries until AWS has it', async () => {
      const { arn, token, take, task, answers, answer, isOpen } = await asked();
      expect(await isOpen()).toBe(true);
      expect(await take(2)).toBe(true); // it came again, and asks nobody twice
      expect(handlers.keys).toHaveLength(1);
      expect(await answer('first')).toBe(true);
      expect(await answer('second')).toBe(false);
      expect(await isOpen()).toBe(false);
      expect(await jobsOf(task.taskId)).toHaveLength(1);
      test.proxy.rules = [{ match: { action: 'SendTaskSuccess' }, fault: 'throttle', times: 1 }];
      await expect(answers.send('acme', task.taskId)).rejects.toThrow(/[Tt]hrottl|[Rr]ate/);
      await answers.send('acme', task.taskId);
      await answers.send('acme', task.taskId);
      expect(JSON.parse((await test.endsInAws(arn)).output ?? '')).toEqual({ output: 'first' });
      expect(await resultOf(token)).toMatchObject({ token: null });
    });

    it('by its token is the same', async () => {
      const { arn, token, task, answers, database } = await asked();
      const answer = { type: 'failed' as const, error: 'Rejected', cause: 'no' };
      expect(await database.withTenant('acme', (tx) => answers.answer(tx, 'acme', token, answer))).toBe(true);
      await answers.send('acme', task.taskId);
      expect(await test.endsInAws(arn)).toMatchObject({ status: 'FAILED', error: 'Rejected' });
    });

    it('is no other tenant’s to answer, nor anybody’s when the transaction is undone', async () => {
      const { task, answers, database, isOpen } = await asked();
      const answer = { type: 'succeeded' as const, output: {} };
      expect(
        await database.withTenant('globex', (tx) => answers.answerTask(tx, 'globex', task, answer)),
      ).toBe(false);
      const undone = database.withTenant('acme', async (tx) => {
        await answers.answerTask(tx, 'acme', task, answer);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await isOpen()).toBe(true);
      expect(await jobsOf(task.taskId)).toEqual([]);
    });

    it('is not waited for when its execution has ended', async () => {
      const { arn, answer, isOpen } = await asked();
      await test.app.database.query("UPDATE executions SET status = 'ABORTED' WHERE aws_arn = $1", [arn]);
      expect(await isOpen()).toBe(false);
      expect(await answer('late')).toBe(false);
    });
  });
});
