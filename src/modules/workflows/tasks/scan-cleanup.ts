import { Injectable } from '@nestjs/common';
import { Subscribes, type Fact } from '../../../platform/outbox/index.js';
import { Logger } from '../../../platform/telemetry/index.js';
import { ScanAbandonService } from '../../scanning/index.js';
import { workflowFinished } from '../facts.js';
import { ExecutionOwners, keyPrefixOf } from './execution-owners.js';

type Finished = { executionId: string; status: string };

/**
 * Cancels the scan of an execution that was stopped, has failed or took too long. By the fact of its end and not by
 * the tasks' signals: a task that nobody ran at that moment gets none, and a worker's own end is no reason.
 */
@Injectable()
export class ScanCleanup {
  constructor(
    private readonly owners: ExecutionOwners,
    private readonly abandoning: ScanAbandonService,
    private readonly logger: Logger,
  ) {}

  @Subscribes(workflowFinished, 'scans-of-workflows', ({ status }) => status !== 'SUCCEEDED')
  async ended({ tenantId, payload }: Fact<Finished>): Promise<void> {
    const { executionId } = payload;
    const owner = await this.owners.find(tenantId, executionId);
    if (owner === undefined || !owner.isOver) return; // deleted, or redriven meanwhile
    const cancelled = await this.abandoning.abandon(owner.actor, keyPrefixOf(executionId));
    if (cancelled.length > 0)
      this.logger.info('The scan of a workflow was cancelled', { executionId, cancelled });
  }
}
