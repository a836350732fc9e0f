import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { AppError, invalid, type FieldProblem } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { ScanCancelService, ScansService, startScan, type StartScan } from '../scanning/index.js';
import {
  inWords,
  type Execution,
  type ExecutionOutcome,
  type Refusal,
  type WorkflowCancel,
  type WorkflowStart,
} from './workflow-starter.js';

/** Starts a plain scan. */
@Injectable()
export class ScanStarter {
  constructor(
    private readonly scans: ScansService,
    private readonly cancelling: ScanCancelService,
  ) {}

  refusal(parameters: Record<string, unknown>): Refusal | undefined {
    const wanted = wantedScan(parameters);
    return 'problems' in wanted ? wanted : undefined;
  }

  /** A scan of equal scope that is under way is joined: two would read the same. */
  async start({ actor, executionName, input }: WorkflowStart): Promise<Execution | { skipped: string }> {
    const wanted = wantedScan(input.parameters);
    if ('problems' in wanted) throw invalid(wanted.problems, wanted.reason);
    const notify = input.metadata.notifyChannels ?? [];
    const options = { source: 'schedule', join: true, requestKey: executionName, notify };
    try {
      const { scanId } = await this.scans.start(actor, wanted.scan, options);
      return { type: 'scan', id: scanId };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'PRECONDITION_FAILED') return { skipped: error.message };
      // the scan to be joined has ended meanwhile: another attempt starts one
      if (error.code === 'CONFLICT') throw new Error(error.message, { cause: error });
      throw error;
    }
  }

  async outcome(tenantId: string, scanId: string): Promise<ExecutionOutcome | undefined> {
    return scanOutcome(await this.scans.statusOf(tenantId, scanId));
  }

  /** A scan is joined: the one that a run names may be a person's, another schedule's or a workflow's too. */
  async cancel(actor: Actor, scanId: string, { executionName, isWanted }: WorkflowCancel): Promise<void> {
    const isStillWanted = async (tx: Tx) =>
      (await isWanted(tx)) || (await this.scans.joinedBy(tx, actor.tenantId, scanId)).some(isOfExecution);
    await this.cancelling.cancelOwn(actor, scanId, { requestKey: executionName, isWanted: isStillWanted });
  }
}

/** Executions ask for scans by keys of their own, `<executionId>/…`, and take them back when they end; runs by their ids. */
const isOfExecution = (requestKey: string) => requestKey.includes('/');

/** Of the parameters of a schedule those of a scan are read. */
function wantedScan(parameters: Record<string, unknown>): { scan: StartScan } | Refusal {
  const { accountIds, regions, services, scanType, tags, controls, frameworks } = parameters;
  const read = startScan.safeParse({ accountIds, regions, services, scanType, tags, controls, frameworks });
  if (read.success) return { scan: read.data };
  const problems: FieldProblem[] = read.error.issues.map(({ path, message }) => ({
    path: `parameters.${path.join('.')}`,
    message,
  }));
  return { problems, reason: `The parameters are none of a scan: ${inWords(problems)}` };
}

/** What the end of a scan means for the run that started it. */
export function scanOutcome(status: string | undefined): ExecutionOutcome | undefined {
  switch (status) {
    case 'completed':
      return { status: 'succeeded', error: null };
    case 'completed_with_errors':
      return { status: 'succeeded', error: 'the scan could not read everything: see its errors' };
    case 'cancelled':
      return { status: 'cancelled', error: null };
    case 'failed':
      return { status: 'failed', error: 'the scan failed: see its errors' };
    case undefined:
      return { status: 'failed', error: 'the scan is gone' };
    default:
      return undefined;
  }
}
