import { Injectable } from '@nestjs/common';
import { AppError, invalid } from '../../shared/app-error.js';
import type { Actor } from '../access/index.js';
import { ScanCancelService, ScansService, startScan } from '../scanning/index.js';
import { SCAN_WORKFLOW } from './domain/target.js';
import {
  type Execution,
  type ExecutionOutcome,
  type WorkflowCancel,
  WorkflowStarter,
  type WorkflowStart,
} from './workflow-starter.js';

/** Starts ComplianceScanWorkflow as a scan. There is no other workflow yet. */
@Injectable()
export class ScanStarter extends WorkflowStarter {
  constructor(
    private readonly scans: ScansService,
    private readonly cancelling: ScanCancelService,
  ) {
    super();
  }

  refusal(stateMachine: string): string | undefined {
    if (stateMachine === SCAN_WORKFLOW) return undefined;
    return `There is no workflow ${stateMachine} here: ${SCAN_WORKFLOW} is the only one so far`;
  }

  /** A scan of equal scope that is under way is joined: two would read the same. */
  async start({ actor, executionName, input }: WorkflowStart): Promise<Execution | { skipped: string }> {
    const { accountIds, regions, services, scanType } = input.parameters;
    const wanted = startScan.safeParse({ accountIds, regions, services, scanType });
    if (!wanted.success) {
      throw invalid(
        wanted.error.issues.map(({ path, message }) => ({ path: `parameters.${path.join('.')}`, message })),
        'The parameters are none of a scan',
      );
    }
    const options = { source: 'schedule', join: true, requestKey: executionName };
    try {
      const { scanId } = await this.scans.start(actor, wanted.data, options);
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

  /** A scan is joined: the one that a run names may be a person's, or another schedule's, and goes on for them. */
  async cancel(actor: Actor, scanId: string, { executionName, isWanted }: WorkflowCancel): Promise<void> {
    await this.cancelling.cancelOwn(actor, scanId, { requestKey: executionName, isWanted });
  }
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
