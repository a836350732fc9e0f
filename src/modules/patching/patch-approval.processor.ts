import { Injectable } from '@nestjs/common';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import { vulnerabilitiesDetected } from '../scanning/index.js';
import { PatchApprovalStarts } from './patch-approval-starts.service.js';

type Seen = (typeof vulnerabilitiesDetected)['schema']['_output'];

@Injectable()
export class PatchApprovalProcessor {
  constructor(private readonly starts: PatchApprovalStarts) {}

  @Subscribes(vulnerabilitiesDetected, 'patch-approval', ({ criticalCount }) => criticalCount > 0)
  async onVulnerabilities(fact: Fact<Seen>): Promise<void> {
    await this.starts.onCritical(fact);
  }
}
