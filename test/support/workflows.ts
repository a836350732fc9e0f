import { Global, Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { parse, type Program } from '../../src/asl/index.js';
import type { Workflow } from '../../src/modules/workflows/definitions/index.js';
import { MORE_WORKFLOWS } from '../../src/modules/workflows/index.js';
import { Task, TaskFailure, type TaskContext } from '../../src/platform/tasks/index.js';
import { eventually, type Answer, type TestApp } from './app.js';

/** Tasks that wait or fail as a test wants it. */
@Injectable()
export class TestTasks {
  readonly calls: string[] = [];
  readonly failing = new Set<string>();
  readonly #open = new Set<string>();

  /** Lets the tasks of a gate end. */
  open(gate: string): void {
    this.#open.add(gate);
  }

  @Task('test-echo', z.unknown())
  echo(input: unknown): Promise<unknown> {
    return Promise.resolve(input);
  }

  @Task('test-gate', z.object({ gate: z.string() }))
  async gate({ gate }: { gate: string }, { signal }: TaskContext): Promise<unknown> {
    this.calls.push(gate);
    while (!this.#open.has(gate) && !signal.aborted) await new Promise((done) => setTimeout(done, 20));
    return { gate };
  }

  @Task('test-flaky', z.object({ gate: z.string() }))
  flaky({ gate }: { gate: string }): Promise<unknown> {
    this.calls.push(gate);
    if (this.failing.has(gate)) throw new TaskFailure('Broken', 'it is not mended yet');
    return Promise.resolve({ gate });
  }
}

const task = (name: string, rest: object = { End: true }) => ({
  Type: 'Task',
  Resource: `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
  Parameters: { 'gate.$': '$.parameters.gate' },
  ResultPath: '$.result',
  ...rest,
});

const gated = {
  StartAt: 'Prepare',
  States: {
    Prepare: { Type: 'Pass', Next: 'Work' },
    Work: task('test-gate', { Next: 'Finish' }),
    Finish: {
      Type: 'Pass',
      Parameters: { 'done.$': '$.parameters.gate', 'note.$': '$.parameters.note' },
      End: true,
    },
  },
};
const flaky = {
  StartAt: 'First',
  States: {
    First: task('test-echo', { Next: 'Second' }),
    Second: task('test-flaky', { Next: 'Third' }),
    Third: { Type: 'Pass', End: true },
  },
};
const many = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.parameters.items',
      ItemProcessor: { StartAt: 'One', States: { One: { Type: 'Pass', End: true } } },
      End: true,
    },
  },
};
const forked = {
  StartAt: 'Fork',
  States: {
    Fork: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Quick', States: { Quick: { Type: 'Pass', End: true } } },
        { StartAt: 'Slow', States: { Slow: task('test-gate') } },
      ],
      Next: 'After',
    },
    After: { Type: 'Pass', End: true },
  },
};

const gate = z.string().min(1);
const declared: [type: string, stateMachine: string, definition: unknown, parameters: z.ZodObject][] = [
  ['test-gated', 'TestGatedWorkflow', gated, z.strictObject({ gate, note: z.string().default('none') })],
  ['test-flaky', 'TestFlakyWorkflow', flaky, z.strictObject({ gate })],
  ['test-many', 'TestManyWorkflow', many, z.strictObject({ items: z.array(z.unknown()) })],
  ['test-forked', 'TestForkedWorkflow', forked, z.strictObject({ gate })],
];

/** Reads a definition for tests. @throws Error where it is not valid */
export function programOf(definition: unknown): Program {
  const parsed = parse(definition);
  if ('program' in parsed) return parsed.program;
  throw new Error(JSON.stringify(parsed.problems));
}

export const testWorkflows: readonly Workflow[] = declared.map(
  ([workflowType, stateMachineName, definition, parameters]) => ({
    ...{ workflowType, stateMachineName, parameters, program: programOf(definition) },
    ...{ name: workflowType, description: 'of the tests', version: '1.0.0', estimatedDuration: 'a moment' },
  }),
);

/** Workflows and tasks of the tests beside those of the service. */
@Global()
@Module({
  providers: [TestTasks, { provide: MORE_WORKFLOWS, useValue: testWorkflows }],
  exports: [MORE_WORKFLOWS],
})
export class TestWorkflowsModule {}

export interface Told<T = Record<string, unknown>> {
  success: boolean;
  correlationId: string;
  result: T;
}

export type Execution = Record<
  | 'executionArn'
  | 'executionName'
  | 'stateMachineArn'
  | 'status'
  | 'startDate'
  | 'workflowType'
  | 'tenantId'
  | 'correlationId'
  | 'executionId',
  string
>;

/** What the specs of executions ask for again and again. */
export function workflowClient(app: TestApp, key: string | (() => string)) {
  const keyNow = () => (typeof key === 'string' ? key : key());
  const ask = <T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Answer<Told<T>>> => app.request<Told<T>>(method, `/workflows${path}`, { key: keyNow(), body });
  const start = async (workflowType: string, parameters: object, rest: object = {}): Promise<Execution> => {
    const answer = await ask<Execution>('POST', '/start', { workflowType, parameters, ...rest });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return answer.body.result;
  };
  const status = async (arn: string): Promise<Record<string, unknown>> =>
    (await ask('GET', `/${arn}/status`)).body.result;
  const until = (arn: string, wanted: string): Promise<Record<string, unknown>> =>
    eventually(async () => {
      const now = await status(arn);
      return now['status'] === wanted && now;
    });
  return { ask, start, status, until };
}
