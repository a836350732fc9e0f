import { Injectable } from '@nestjs/common';
import { Repeats } from '../../platform/queue/index.js';
import { RetentionService } from './retention.service.js';

const EVERY_MS = 600_000;

@Injectable()
export class RetentionProcessor {
  constructor(private readonly retention: RetentionService) {}

  @Repeats({ name: 'workflows.retain', everyMs: EVERY_MS })
  async retain(): Promise<void> {
    await this.retention.clean();
  }
}
