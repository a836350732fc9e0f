import { Injectable } from '@nestjs/common';
import { Repeats } from '../../platform/queue/index.js';
import { ApprovalSweep } from './approval-sweep.service.js';

const SECOND_MS = 1000;

@Injectable()
export class ApprovalsProcessor {
  constructor(private readonly sweep: ApprovalSweep) {}

  @Repeats({ name: 'approvals.expire', everyMs: 5 * SECOND_MS })
  async expire(): Promise<void> {
    await this.sweep.expire();
  }

  @Repeats({ name: 'approvals.cancel', everyMs: 30 * SECOND_MS })
  async cancel(): Promise<void> {
    await this.sweep.cancel();
  }
}
