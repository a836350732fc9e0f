import { Injectable } from '@nestjs/common';
import { Repeats } from '../queue/index.js';
import { RetentionService } from './retention.service.js';

const HOUR_MS = 3_600_000;

@Injectable()
export class RetentionProcessor {
  constructor(private readonly retention: RetentionService) {}

  @Repeats({ name: 'retention', everyMs: HOUR_MS })
  async clean(): Promise<void> {
    await this.retention.clean();
  }
}
