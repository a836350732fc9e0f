import { Injectable, Module } from '@nestjs/common';
import { z } from 'zod';
import { parse, type Json, type Program } from '../../src/asl/index.js';
import { approvalDecided, approvalRequested } from '../../src/modules/workflows/facts.js';
import { TaskStore, type TaskAnswer } from '../../src/modules/workflows/local/tasks.store.js';
import { WorkflowEngine } from '../../src/modules/workflows/workflow-engine.js';
import { Database } from '../../src/platform/database/index.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { ANSWERED_LATER, Task, type TaskContext } from '../../src/platform/tasks/index.js';
import { newId } from '../../src/shared/ids.js';
import { eventually, type TestApp } from './app.js';

/** Facts of approvals as a subscriber gets them. */
@Injectable()
export class HeardFacts {
  readonly requested: Fact<unknown>[] = [];
  readonly decided: Fact<unknown>[] = [];

  @Subscribes(approvalRequested, 'test-approvals')
  onRequested(fact: Fact<unknown>): Promise<void> {
    this.requested.push(fact);
    return Promise.resolve();
  }

  @Subscribes(approvalDecided, 'test-approvals')
  onDecided(fact: Fact<unknown>): Promise<void> {
    this.decided.push(fact);
    return Promise.resolve();
  }
}

/** Is answered before its handler has ended. */
@Injectable()
class AnsweredAtOnce {
  constructor(
    private readonly database: Database,
    private readonly tasks: TaskStore,
  ) {}

  @Task('answered-at-once', z.unknown())
  async run(input: unknown, { tenantId, execution, token }: TaskContext): Promise<unknown> {
    const { byToken, ...answer } = input as TaskAnswer & { byToken: boolean };
    if (execution === undefined || token === undefined) throw new Error('no workflow asks');
    const { id: executionId, taskId } = execution;
    await this.database.withTenant(tenantId, (tx) =>
      byToken
        ? this.tasks.answer(tx, tenantId, token, answer)
        : this.tasks.answerTask(tx, tenantId, { executionId, taskId }, answer),
    );
    return ANSWERED_LATER;
  }
}

@Module({ providers: [HeardFacts, AnsweredAtOnce, TaskStore] })
export class ApprovalTestModule {}

/** One state that hands `task` its whole input, in the form of our definitions. */
export const asking = (task: string, more: Record<string, Json> = {}): Program => {
  const parsed = parse({
    StartAt: 'Ask',
    States: {
      ...('Catch' in more ? { Again: { Type: 'Succeed' } } : {}),
      Ask: {
        Type: 'Task',
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Parameters: {
          QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/tasks',
          MessageBody: { task, 'input.$': '$', 'taskToken.$': '$$.Task.Token' },
        },
        End: true,
        ...more,
      },
    },
  });
  if ('program' in parsed) return parsed.program;
  throw new Error(JSON.stringify(parsed.problems));
};

export interface ShownApproval {
  id: string;
  status: string;
  executionId: string;
  expired: boolean;
  decisions: { decision: string; decidedBy: string; comment: string | null }[];
  [name: string]: unknown;
}

/** Workflows that ask, and the people of a tenant. */
export function approvalsOf(app: TestApp, tenantId = 'acme') {
  const engine = () => app.app.get(WorkflowEngine, { strict: false });

  /** Starts one as the operator of the tenant. @returns its id */
  const start = async (
    input: Json,
    program = asking('request-approval'),
    requestedBy = `operator@${tenantId}.test`,
  ) => {
    const id = newId('exe');
    await engine().start({
      ...{ id, workflowType: 'asking', stateMachine: 'Asking', name: id, program, isOwn: false, input },
      ...{ priority: 2, correlationId: 'req_approvals', startedBy: null, parent: null },
      actor: { tenantId, owner: requestedBy, keyId: 'key_operator' },
    });
    return id;
  };

  const row = async (id: string) => {
    const [found] = await app.database.query<{
      id: string;
      status: string;
      output: string | null;
      error: string | null;
      cause: string | null;
    }>('SELECT id, status, output, error, cause FROM executions WHERE id = $1', [id]);
    if (found === undefined) throw new Error(`no execution ${id}`);
    return found;
  };

  const ended = async (id: string) => {
    const end = await eventually(async () => {
      const now = await row(id);
      return now.status !== 'RUNNING' && now;
    });
    return { ...end, output: end.output === null ? null : (JSON.parse(end.output) as Json) };
  };

  /** The id of the approval that an execution asks for, as soon as it does. */
  const askedBy = (executionId: string) =>
    eventually(async () => {
      const [found] = await app.database.query<{ id: string }>(
        'SELECT id FROM approvals WHERE execution_id = $1',
        [executionId],
      );
      return found?.id;
    });

  const ask = async (input: Record<string, Json> = {}, program?: Program, requestedBy?: string) => {
    const executionId = await start({ title: 'May it?', ...input }, program, requestedBy);
    return { executionId, id: await askedBy(executionId) };
  };

  const keyOf = async (owner: string, role: string) => {
    const { body } = await app.request<{ key: string }>('POST', '/api-keys', {
      body: { tenantId, name: owner, role, owner },
    });
    return body.key;
  };

  const decide = (id: string, how: 'approve' | 'reject', key: string, body: unknown = {}) =>
    app.request<ShownApproval & { error?: string }>('POST', `/approvals/${id}/${how}`, { key, body });

  const get = async (id: string) =>
    (await app.request<ShownApproval>('GET', `/approvals/${id}?tenantId=${tenantId}`)).body;

  const stop = (id: string) => engine().stop({ id, awsArn: null }, { error: 'Stopped', cause: 'by hand' });

  const historyOf = async (id: string) => {
    const rows = await app.database.query<{ events: string | null }>(
      'SELECT events FROM execution_history WHERE execution_id = $1 ORDER BY version',
      [id],
    );
    return rows.flatMap(({ events }) =>
      (JSON.parse(events ?? '[]') as { type: string }[]).map(({ type }) => type),
    );
  };

  const auditOf = async (id: string) => {
    const rows = await app.database.query<{ action: string; actor: string }>(
      "SELECT action, actor FROM audit_log WHERE target_type = 'approval' AND target_id = $1 ORDER BY id",
      [id],
    );
    return rows.map(({ action, actor }) => `${action} ${actor}`);
  };

  return { start, ask, row, ended, keyOf, decide, get, stop, historyOf, auditOf };
}
