import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import type { Caller } from '../../platform/http/index.js';
import { correlation } from '../../platform/telemetry/index.js';
import { AppError, notFound } from '../../shared/app-error.js';
import { decodeCursor, toPage, type Page } from '../../shared/paging.js';
import { ExecutionStarts } from '../workflows/index.js';
import { AwsRefused } from './aws/aws-refused.js';
import { batchAnswerOf, installationAnswerOf, previewOf, summaryOf } from './patch-answers.js';
import type {
  BatchAnswer,
  InstallationAnswer,
  InstallationPreview,
  InstallationQuery,
  InstallationSummary,
  StartInstallation,
} from './patch-installations.schemas.js';
import { PatchPlan } from './patch-plan.service.js';
import { PatchReads } from './patch-reads.js';

/** Installations for people. */
@Injectable()
export class PatchInstallationsService {
  constructor(
    private readonly database: Database,
    private readonly reads: PatchReads,
    private readonly plans: PatchPlan,
    private readonly starts: ExecutionStarts,
  ) {}

  async list({ tenantId }: Caller, query: InstallationQuery): Promise<Page<InstallationSummary>> {
    const { limit, cursor, tenantId: _, ...filter } = query;
    const after = decodeCursor(cursor, 1)?.[0];
    const rows = await this.database.withTenant(tenantId, (tx) =>
      this.reads.installations.list(tx, tenantId, filter, after, limit + 1),
    );
    const page = toPage(rows, limit, ({ id }) => [id]);
    return { ...page, items: page.items.map(summaryOf) };
  }

  /** @throws AppError NOT_FOUND */
  async get({ tenantId }: Caller, id: string): Promise<InstallationAnswer> {
    return this.database.withTenant(tenantId, async (tx) => {
      const row = await this.reads.installations.find(tx, tenantId, id);
      if (row === undefined) throw notFound('installation', id);
      const batches = await this.reads.batches.ofInstallation(tx, tenantId, id);
      const instances = await this.reads.batches.instances(tx, tenantId, { installationId: id });
      return installationAnswerOf(row, batches, instances);
    });
  }

  /** @throws AppError NOT_FOUND */
  async batch({ tenantId }: Caller, id: string): Promise<BatchAnswer> {
    return this.database.withTenant(tenantId, async (tx) => {
      const batch = await this.reads.batches.find(tx, tenantId, id);
      if (batch === undefined) throw notFound('batch', id);
      const instances = await this.reads.batches.instances(tx, tenantId, { batchId: id });
      const ids = instances.map((one) => one.id);
      return batchAnswerOf(batch, instances, await this.reads.steps.of(tx, tenantId, ids));
    });
  }

  /** Starts the workflow. @throws as ExecutionStarts.start */
  async start(caller: Caller, body: StartInstallation) {
    const { tenantId, owner, keyId } = caller;
    const { approvedPatches: approved_patches, options, executionName, correlationId: given } = body;
    const correlationId = given ?? correlation.id();
    const started = await this.starts.start(
      { tenantId, owner, keyId },
      {
        workflowType: 'patch-installation',
        parameters: { ...options, approved_patches, correlation_id: correlationId },
        executionName,
      },
      correlationId,
    );
    const { id: executionId, name, status } = started;
    return { executionId, executionName: name, status, correlationId };
  }

  /** The batches that such a request would make; changes nothing. @throws AppError UNAVAILABLE */
  async preview({ tenantId }: Caller, body: StartInstallation): Promise<InstallationPreview> {
    const patches = body.approvedPatches.map((one) => ({ ...one, severity: one.severity.toLowerCase() }));
    try {
      const { batches, refused, needsApproval } = await this.plans.preview(tenantId, patches, body.options);
      return previewOf(needsApproval, batches, refused);
    } catch (error) {
      if (error instanceof AwsRefused)
        throw new AppError('UNAVAILABLE', `AWS cannot be asked: ${error.message}`);
      throw error;
    }
  }
}
