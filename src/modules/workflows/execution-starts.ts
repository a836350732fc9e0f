import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ZodError } from 'zod';
import type { Json } from '../../asl/index.js';
import { Database } from '../../platform/database/index.js';
import { AppError, conflict, invalid, type FieldProblem } from '../../shared/app-error.js';
import { Clock } from '../../shared/clock.js';
import { newId } from '../../shared/ids.js';
import type { Actor } from '../access/index.js';
import { DefinitionsService, type KnownWorkflow } from './definitions.service.js';
import {
  executionNameOf,
  isSameInput,
  MAX_INPUT_BYTES,
  priorities,
  type Priority,
  type StandardInput,
} from './domain/standard-input.js';
import { ExecutionStore, type ExecutionSummary } from './executions.store.js';
import { WorkflowEngine, type EngineStarted } from './workflow-engine.js';

/** What is to be started, by its type or by the state machine's name. */
export type WantedExecution = ({ workflowType: string } | { stateMachine: string }) & {
  parameters?: Record<string, unknown> | undefined;
  startedBy?: string | null | undefined;
  metadata?:
    { source?: string | undefined; priority?: Priority | undefined; [more: string]: unknown } | undefined;
  /** Who may have to ask again gives one: the same name and input while it runs is the same execution. */
  executionName?: string | undefined;
  /** Takes the execution of that name though it has ended: an earlier attempt of the same work has started it. */
  takesEnded?: boolean | undefined;
};

/** Starts executions: the one way for whoever wants one, but a task of another execution. */
@Injectable()
export class ExecutionStarts {
  constructor(
    private readonly definitions: DefinitionsService,
    private readonly engine: WorkflowEngine,
    private readonly database: Database,
    private readonly store: ExecutionStore,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws AppError INVALID naming each bad parameter or the type; TOO_LARGE over 256 KB; CONFLICT where the name is
   * taken by another input, or by an execution that has ended
   */
  async start(actor: Actor, wanted: WantedExecution, correlationId: string): Promise<ExecutionSummary> {
    const { tenantId } = actor;
    const known = await this.#known(tenantId, wanted);
    const input = standardInput(tenantId, known, wanted, correlationId);
    await this.definitions.verify(tenantId, known, input.parameters);
    const earlier = await this.#earlier(tenantId, known, wanted, input);
    if (earlier !== undefined) return earlier;
    const { workflowType, stateMachineName: stateMachine, program, isOwn } = known;
    const id = newId('exe');
    const name =
      wanted.executionName ?? executionNameOf(workflowType, this.clock.now(), randomBytes(5).toString('hex'));
    const asked = { workflowType, executionName: name, parameters: input.parameters };
    try {
      const started = await this.engine.start({
        ...{ id, actor, workflowType, stateMachine, name, program, isOwn, correlationId, parent: null },
        ...{ input: input as unknown as Json, priority: priorities[input.metadata.priority] },
        startedBy: wanted.startedBy ?? null,
        asked: { ...asked, startedBy: wanted.startedBy ?? null, source: input.metadata.source },
      });
      return summaryOf(tenantId, known, { ...started, name, correlationId });
    } catch (error) {
      // another request of the same name was faster: which is the same, but for its correlation id
      const taken = error instanceof AppError && error.code === 'CONFLICT';
      const first = taken ? await this.#earlier(tenantId, known, wanted, input) : undefined;
      if (first === undefined) throw error;
      return first;
    }
  }

  async #known(tenantId: string, wanted: WantedExecution): Promise<KnownWorkflow> {
    const [path, name] =
      'workflowType' in wanted
        ? ['workflowType', wanted.workflowType]
        : ['stateMachine', wanted.stateMachine];
    const known =
      'workflowType' in wanted
        ? await this.definitions.byType(tenantId, wanted.workflowType)
        : await this.definitions.byStateMachine(tenantId, wanted.stateMachine);
    if (known !== undefined) return known;
    throw invalid([{ path, message: `There is no workflow ${name}: see GET /workflows/definitions` }]);
  }

  /** The execution that has this name already, where the request is the same. @throws AppError CONFLICT where it is not */
  async #earlier(
    tenantId: string,
    { stateMachineName }: KnownWorkflow,
    { executionName: name, takesEnded = false }: WantedExecution,
    input: StandardInput,
  ): Promise<ExecutionSummary | undefined> {
    if (name === undefined) return undefined;
    const row = await this.database.withTenant(tenantId, (tx) =>
      this.store.find(tx, tenantId, stateMachineName, name),
    );
    if (row === null) return undefined;
    const isSame = isSameInput(JSON.parse(row.input) as StandardInput, input);
    if (isSame && (row.stoppedAt === null || takesEnded)) return row;
    const why = isSame ? 'and has ended' : 'with another input';
    throw conflict(`An execution ${name} of ${stateMachineName} exists already, ${why}`);
  }
}

function standardInput(
  tenantId: string,
  known: KnownWorkflow,
  { parameters, startedBy = null, metadata }: WantedExecution,
  correlationId: string,
): StandardInput {
  const given = { ...metadata, source: metadata?.source ?? 'api', priority: metadata?.priority ?? 'normal' };
  const input: StandardInput = {
    ...{ tenantId, workflowType: known.workflowType },
    parameters: checked(known, parameters),
    metadata: { ...given, startedBy, correlationId },
  };
  const text = JSON.stringify(input);
  if (Buffer.byteLength(text) > MAX_INPUT_BYTES) {
    throw new AppError('TOO_LARGE', 'The input is larger than 256 KB, parameters and metadata together');
  }
  return JSON.parse(text) as StandardInput; // as it will be read: dates as text, and without what is undefined
}

/** @throws AppError INVALID naming each bad parameter */
export function checked(known: KnownWorkflow, given: Record<string, unknown> = {}): Record<string, unknown> {
  try {
    return known.parameters(given);
  } catch (error) {
    if (error instanceof ZodError) throw invalid(error.issues.flatMap(problemsOf));
    throw error;
  }
}

function problemsOf(issue: ZodError['issues'][number]): FieldProblem[] {
  const at = ['parameters', ...issue.path.map(String)];
  if (issue.code !== 'unrecognized_keys') return [{ path: at.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...at, key].join('.'),
    message: 'This workflow has no such parameter',
  }));
}

interface Begun extends EngineStarted {
  name: string;
  correlationId: string;
}

/** As its row is: whoever starts it need not read it. */
function summaryOf(
  tenantId: string,
  { workflowType, stateMachineName: stateMachine }: KnownWorkflow,
  { id, name, status, startedAt: at, correlationId, awsArn = null }: Begun,
): ExecutionSummary {
  const isEnded = status !== 'RUNNING' && status !== 'PENDING_START';
  return {
    ...{ id, tenantId, stateMachine, name, workflowType, status, correlationId, createdAt: at, awsArn },
    ...{ startedAt: status === 'PENDING_START' ? null : at, stoppedAt: isEnded ? at : null },
  };
}
