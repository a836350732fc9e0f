import { Injectable } from '@nestjs/common';
import { Repeats } from '../../platform/queue/index.js';
import { ReportsService } from './reports.service.js';

const QUARTER_MS = 900_000;

@Injectable()
export class ReportsProcessor {
  constructor(private readonly service: ReportsService) {}

  @Repeats({ name: 'reports.retain', everyMs: QUARTER_MS })
  async retain(): Promise<void> {
    await this.service.clean();
  }
}
