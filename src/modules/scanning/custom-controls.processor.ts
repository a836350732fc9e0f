import { Injectable } from '@nestjs/common';
import { Handles, type Attempt, type JobOf } from '../../platform/queue/index.js';
import { closeCustomFindings } from './custom-controls.jobs.js';
import { CustomFindingsService } from './custom-findings.service.js';

@Injectable()
export class CustomControlsProcessor {
  constructor(private readonly findings: CustomFindingsService) {}

  @Handles(closeCustomFindings)
  async close({ controlId }: JobOf<typeof closeCustomFindings>, { tenantId }: Attempt): Promise<void> {
    await this.findings.close(tenantId, controlId);
  }
}
