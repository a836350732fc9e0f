import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import { workflowFinished } from '../workflows/index.js';
import { PatchReads } from './patch-reads.js';
import { PatchResults } from './patch-results.service.js';

type Ended = (typeof workflowFinished)['schema']['_output'];

@Injectable()
export class PatchInstallationProcessor {
  constructor(
    private readonly database: Database,
    private readonly reads: PatchReads,
    private readonly results: PatchResults,
  ) {}

  /** One that was stopped, or ran out of time, has not ended itself: its instances would stay under way for ever. */
  @Subscribes(
    workflowFinished,
    'patch-installation',
    ({ workflowType, status }) => workflowType === 'patch-installation' && status !== 'SUCCEEDED',
  )
  async onEnded({ tenantId, payload }: Fact<Ended>): Promise<void> {
    const { executionId } = payload;
    const [row] = await this.database.withTenant(tenantId, (tx) =>
      this.reads.installations.list(tx, tenantId, { executionId }, undefined, 1),
    );
    if (row?.endedAt === null) await this.results.publish(tenantId, row.id);
  }
}
