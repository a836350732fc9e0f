import { Injectable } from '@nestjs/common';
import { AppError, conflict, invalid } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { KnownResources, ScansService } from '../scanning/index.js';
import { ExecutionLookups, ExecutionStarts, StartChecks } from '../workflows/index.js';
import type { Outcome } from './domain/disposition.js';
import type { Plan } from './domain/own-event.js';
import type { OwnEventRow } from './own-events.store.js';

/** What the doing of an event came to. */
export interface Done {
  disposition: 'processed' | 'failed';
  reason: string;
  outcomes: Record<string, Outcome>;
}

export interface NamedResources {
  findingIds: readonly string[];
  resourceArns: readonly string[];
}

/** Starts what custom events ask for. Its key is the event's id, so that asking twice starts it once. */
@Injectable()
export class CustomEventWork {
  constructor(
    private readonly starts: ExecutionStarts,
    private readonly checks: StartChecks,
    private readonly executions: ExecutionLookups,
    private readonly scans: ScansService,
    private readonly known: KnownResources,
  ) {}

  /**
   * Whether it could be started now.
   * @throws AppError CONFLICT naming a workflow that does not exist; INVALID naming each bad parameter;
   * PRECONDITION_FAILED where no account is registered
   */
  async check(tenantId: string, plan: Plan): Promise<void> {
    if (plan.does === 'notify') return;
    if (plan.does === 'workflow') {
      const refusal = await this.checks.refusal(tenantId, plan.stateMachine, plan.parameters);
      if (refusal?.code === 'NOT_FOUND')
        throw conflict(`The workflow ${plan.workflowType} (${plan.stateMachine}) does not exist here yet`);
      if (refusal !== undefined) throw refusal;
      if (plan.workflowType !== 'compliance-scan') return;
    }
    const unready = await this.scans.unready(tenantId);
    if (unready !== undefined) throw new AppError('PRECONDITION_FAILED', unready);
  }

  /**
   * The ARNs of what is to be looked at again: those that are named, and those of the findings.
   * @throws AppError INVALID naming each finding that there is not
   */
  async resourcesOf(tenantId: string, named: NamedResources): Promise<string[]> {
    const found = await this.known.of(tenantId, { findingIds: named.findingIds, resourceArns: [] });
    const ids = new Set(found.map(({ findingId }) => findingId));
    const problems = named.findingIds.flatMap((id, at) =>
      ids.has(id) ? [] : [{ path: `parameters.findingIds.${at}`, message: `there is no finding ${id}` }],
    );
    if (problems.length > 0) throw invalid(problems);
    return [...new Set([...named.resourceArns, ...found.map(({ arn }) => arn)])];
  }

  /** @throws what is worth another attempt; what is not is told in the answer */
  async start(actor: Actor, event: OwnEventRow, plan: Exclude<Plan, { does: 'notify' }>): Promise<Done> {
    try {
      return plan.does === 'workflow'
        ? await this.#startWorkflow(actor, event, plan)
        : await this.#reassess(actor, event);
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'UNAVAILABLE' || error.code === 'INTERNAL')
        throw error;
      return failed(said(error));
    }
  }

  async #startWorkflow(
    actor: Actor,
    { id, eventId, eventTime, correlationId, envelope }: OwnEventRow,
    plan: Extract<Plan, { does: 'workflow' }>,
  ): Promise<Done> {
    const { workflowType, stateMachine, parameters, priority } = plan;
    const claimed = envelope['triggeredBy'];
    const metadata = {
      ...{ source: 'event', scheduledExecution: false, eventTriggered: true, eventId },
      ...{ triggeredAt: isoSeconds(eventTime), ...(priority === undefined ? {} : { priority }) },
    };
    const wanted = {
      ...{ workflowType, parameters, metadata, executionName: id, takesEnded: true },
      startedBy: typeof claimed === 'string' ? claimed : null,
    };
    try {
      const execution = await this.starts.start(actor, wanted, correlationId);
      return startedWorkflow(execution.id);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      // an attempt before this one has started it, by what its parameters were then (dateRange is of the day)
      const earlier = await this.executions.named(actor.tenantId, stateMachine, id);
      if (earlier === undefined) throw error;
      return startedWorkflow(earlier.id);
    }
  }

  /** A scan of these resources, joined where an equal one is under way. What the inventory lacks is told as such. */
  async #reassess(actor: Actor, { id, resources }: OwnEventRow): Promise<Done> {
    const resourceArns = [...new Set(resources.map(({ arn }) => arn))];
    const known = await this.known.of(actor.tenantId, { findingIds: [], resourceArns });
    const arns = [...new Set(known.map(({ arn }) => arn))];
    const unknown = resourceArns.filter((arn) => !arns.includes(arn));
    const outcomes: Done['outcomes'] = {};
    for (const arn of arns) outcomes[arn] = { disposition: 'processed', reason: 'reassessed' };
    for (const arn of unknown) outcomes[arn] = { disposition: 'ignored', reason: 'not_in_inventory' };
    if (arns.length === 0) return { ...failed('the inventory knows none of the resources'), outcomes };
    const accountIds = [...new Set(known.map(({ accountId }) => accountId))];
    const wanted = { scanType: 'targeted' as const, resourceArns: arns, accountIds };
    try {
      const { scanId } = await this.scans.start(actor, wanted, {
        source: 'event',
        join: true,
        requestKey: id,
      });
      const scan = { [scanId]: { disposition: 'processed' as const, reason: 'scan_started' } };
      return { disposition: 'processed', reason: 'reassessed', outcomes: { ...outcomes, ...scan } };
    } catch (error) {
      // the scan to be joined has ended meanwhile: another attempt starts one
      if (error instanceof AppError && error.code === 'CONFLICT')
        throw new Error(error.message, { cause: error });
      throw error;
    }
  }
}

export const failed = (reason: string): Done => ({ disposition: 'failed', reason, outcomes: {} });

const startedWorkflow = (executionId: string): Done => ({
  ...{ disposition: 'processed', reason: 'workflow_started' },
  outcomes: { [executionId]: { disposition: 'processed', reason: 'workflow_started' } },
});

/** As specs/1 writes it. */
const isoSeconds = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z');

const said = ({ message, details = [] }: AppError): string =>
  details.length === 0 ? message : details.map((one) => `${one.path}: ${one.message}`).join('; ');
