import { Injectable } from '@nestjs/common';
import { AppError } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { ScansService } from '../scanning/index.js';
import {
  ExecutionControls,
  ExecutionLookups,
  ExecutionStarts,
  type KnownExecution,
  StartChecks,
} from '../workflows/index.js';
import { READS_ACCOUNTS, stateMachineOf, type WorkflowTarget } from './domain/target.js';
import {
  inWords,
  type Execution,
  type ExecutionOutcome,
  type Refusal,
  type WorkflowStart,
} from './workflow-starter.js';

/** Starts executions of workflows: the service's own, and the tenant's. */
@Injectable()
export class ExecutionStarter {
  constructor(
    private readonly starts: ExecutionStarts,
    private readonly checks: StartChecks,
    private readonly controls: ExecutionControls,
    private readonly executions: ExecutionLookups,
    private readonly scans: ScansService,
  ) {}

  async refusal(
    tenantId: string,
    target: WorkflowTarget,
    parameters: Record<string, unknown>,
  ): Promise<Refusal | undefined> {
    const stateMachine = stateMachineOf(target) ?? '';
    const error = await this.checks.refusal(tenantId, stateMachine, asked(stateMachine, parameters));
    if (error === undefined) return undefined;
    const problems = (error.details ?? []).filter(({ path }) => path.startsWith('parameters.'));
    if (problems.length === 0) return { reason: said(error), problems };
    return { reason: `The parameters are none of ${stateMachine}: ${inWords(problems)}`, problems };
  }

  /** Where no account is registered there is nothing to look at: that is no failure of a new tenant's schedule. */
  async start({
    actor,
    target,
    executionName,
    input,
  }: WorkflowStart): Promise<Execution | { skipped: string }> {
    const stateMachine = stateMachineOf(target) ?? '';
    const unready = READS_ACCOUNTS.includes(stateMachine)
      ? await this.scans.unready(actor.tenantId)
      : undefined;
    if (unready !== undefined) return { skipped: unready };
    const { correlationId, ...metadata } = input.metadata;
    const wanted = {
      ...{ stateMachine, executionName, takesEnded: true, parameters: asked(stateMachine, input.parameters) },
      metadata: { ...metadata, source: 'schedule' },
    };
    try {
      const { id } = await this.starts.start(actor, wanted, correlationId);
      return { type: 'execution', id };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // an attempt before this one has started it, by what the schedule, or the attempt's number, was then
      const earlier = await this.executions.named(actor.tenantId, stateMachine, executionName);
      if (earlier !== undefined) return { type: 'execution', id: earlier.id };
      throw new AppError(error.code, said(error), error.details, { cause: error });
    }
  }

  async outcome(tenantId: string, executionId: string): Promise<ExecutionOutcome | undefined> {
    const known = await this.executions.find(tenantId, executionId);
    return known === undefined
      ? { status: 'failed', error: 'the execution is gone' }
      : executionOutcome(known);
  }

  /** Nobody joins an execution: the run of its name alone has started it. The scan of it may have been joined, and goes on. */
  async cancel(actor: Actor, executionId: string, executionName: string): Promise<void> {
    const known = await this.executions.find(actor.tenantId, executionId);
    if (known?.name !== executionName) return;
    const reason = {
      error: 'Replaced',
      cause: 'Its schedule has started another run (overlapPolicy cancel_running)',
    };
    await this.controls.stop(actor, known.executionArn, reason);
  }
}

/** specs/1 schedules an audit pack without saying of what: it is then of everything. */
const asked = (stateMachine: string, parameters: Record<string, unknown>): Record<string, unknown> =>
  stateMachine === 'AuditPackGenerationWorkflow' ? { auditType: 'comprehensive', ...parameters } : parameters;

/** What the end of an execution means for the run that started it. */
export function executionOutcome({
  status,
  error,
  cause,
  executionArn,
}: Pick<KnownExecution, 'status' | 'error' | 'cause' | 'executionArn'>): ExecutionOutcome | undefined {
  switch (status) {
    case 'SUCCEEDED':
      return { status: 'succeeded', error: null, executionArn };
    case 'ABORTED':
      return { status: 'cancelled', error: null, executionArn };
    case 'FAILED':
    case 'TIMED_OUT': {
      const parts = [error ?? status, cause].filter((part) => part !== null && part !== '');
      return { status: 'failed', error: parts.join(': '), executionArn };
    }
    default:
      return undefined;
  }
}

/** With its details: a run has one line for them. */
const said = ({ message, details = [] }: AppError): string =>
  details.length === 0 ? message : inWords(details);
