import { Injectable } from '@nestjs/common';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import { Handles, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { exportFindings } from './export.jobs.js';
import { scanCompleted } from './facts.js';
import { FindingExportsService } from './finding-exports.service.js';
import { SecurityHubExport } from './securityhub-export.service.js';

@Injectable()
export class FindingExportsProcessor {
  constructor(
    private readonly exports: FindingExportsService,
    private readonly securityHub: SecurityHubExport,
  ) {}

  /** However the scan has ended: what it found until then has changed. */
  @Subscribes(scanCompleted, 'security-hub-export')
  async scanEnded({ tenantId }: Fact<unknown>): Promise<void> {
    await this.exports.begin(tenantId);
  }

  @Handles(exportFindings)
  async export(place: JobOf<typeof exportFindings>, attempt: Attempt): Promise<void> {
    await this.securityHub.run({ tenantId: attempt.tenantId, ...place }, attempt);
  }
}
