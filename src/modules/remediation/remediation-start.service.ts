import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { invalid } from '../../shared/app-error.js';
import { FindingSubjects } from '../scanning/index.js';
import { StepFunctionsOrchestratorService } from '../workflows/index.js';
import { remediationIdOf } from './domain/remediation.js';
import { KillSwitch } from './kill-switch.service.js';
import { RemediationsStore } from './remediations.store.js';
import { idempotencyKey, type StartedRemediation, type StartRemediation } from './remediations.schemas.js';

/** Starts remediations for those who ask for one by itself. */
@Injectable()
export class RemediationStart {
  constructor(
    private readonly database: Database,
    private readonly store: RemediationsStore,
    private readonly subjects: FindingSubjects,
    private readonly killSwitch: KillSwitch,
    private readonly orchestrator: StepFunctionsOrchestratorService,
  ) {}

  /**
   * The same request with the same key is the same remediation.
   * @throws AppError INVALID naming findings that there are not; CONFLICT while the kill switch is engaged, or where the
   * key is that of another request
   */
  async start(caller: Caller, asked: StartRemediation, key: string | undefined): Promise<StartedRemediation> {
    const { tenantId } = caller;
    const executionName = executionNameOf(key);
    await this.#check(tenantId, asked);
    const { startedBy, tenantId: _, ...parameters } = asked;
    const execution = await this.orchestrator.startWorkflow(
      {
        ...{ tenantId, requestedBy: caller, workflowType: 'remediation', parameters, startedBy },
        ...(executionName === undefined ? {} : { executionName, takesEnded: true }),
      },
      correlation.id(),
    );
    const { executionId, executionArn, executionName: name, correlationId } = execution;
    const { approvalRequired, dryRun, restoreOnFailure, notificationTargets } = parameters;
    const id = remediationIdOf(executionId);
    const row = await this.database.withTenant(tenantId, async (tx) => {
      // the workflow makes it too: whoever asks for it in the next moment finds it
      await this.store.insert(tx, {
        ...{ id, tenantId, executionId, findingIds: asked.findingIds.toSorted(), correlationId },
        ...{ approvalRequired, dryRun, restoreOnFailure, notificationTargets },
        ...{ requestedBy: caller.owner, requestedByKey: caller.keyId },
      });
      return this.store.find(tx, tenantId, id);
    });
    return { remediationId: id, executionArn, executionName: name, status: row?.status ?? 'planning' };
  }

  async #check(tenantId: string, { findingIds, dryRun }: StartRemediation): Promise<void> {
    const found = await this.database.withTenant(tenantId, async (tx) => {
      if (!dryRun) await this.killSwitch.mustBeReleased(tx, tenantId);
      return this.subjects.byIds(tx, tenantId, findingIds);
    });
    const known = new Set(found.map(({ id }) => id));
    const problems = findingIds.flatMap((id, at) =>
      known.has(id) ? [] : [{ path: `findingIds.${at}`, message: `no finding ${id} is known` }],
    );
    if (problems.length > 0) throw invalid(problems);
  }
}

/** @throws AppError INVALID */
function executionNameOf(given: string | undefined): string | undefined {
  const read = idempotencyKey.safeParse(given);
  if (!read.success) throw invalid([{ path: 'Idempotency-Key', message: 'must have 1 to 255 characters' }]);
  if (read.data === undefined) return undefined;
  return `remediation-${createHash('sha256').update(read.data).digest('hex').slice(0, 32)}`;
}
