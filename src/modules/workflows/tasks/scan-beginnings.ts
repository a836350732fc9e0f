import { Injectable } from '@nestjs/common';
import { TaskFailure, type TaskContext } from '../../../platform/tasks/index.js';
import { forbidden } from '../../../shared/app-error.js';
import { ScanAbandonService, ScansService } from '../../scanning/index.js';
import { ExecutionOwners, keyPrefixOf, requestKeyOf } from './execution-owners.js';
import type { ScanInitialize } from './scan-environment.schemas.js';

/** Starts the scan of a workflow. */
@Injectable()
export class ScanBeginnings {
  constructor(
    private readonly scans: ScansService,
    private readonly abandoning: ScanAbandonService,
    private readonly owners: ExecutionOwners,
  ) {}

  /**
   * One scan, however often it is tried. An equal one that is under way is taken: two would read the same.
   * @throws AppError PRECONDITION_FAILED where no account is registered; INVALID naming accounts that are not;
   * CONFLICT where the equal one has ended just now, so that the next attempt starts one
   */
  async begin({ tenantId, scanType, parameters }: ScanInitialize, context: TaskContext) {
    if (tenantId !== undefined && tenantId !== context.tenantId) throw forbidden('The tenant is another');
    const owner = await this.owners.of(context);
    const requestKey = requestKeyOf(owner, context);
    const { scanId } = await this.scans.start(
      owner.actor,
      { ...parameters, scanType },
      { source: 'workflow', join: true, requestKey, notify: await this.owners.notifyOf(owner) },
    );
    // whoever stopped the execution before the scan was there has not found it
    if ((await this.owners.of(context)).isOver) {
      await this.abandoning.abandon(owner.actor, keyPrefixOf(owner.executionId));
      throw new TaskFailure('ScanCancelled', 'The execution has ended');
    }
    return { scanJobId: scanId, status: 'RUNNING', scanType };
  }
}
