import { Injectable } from '@nestjs/common';
import { Repeats } from '../../platform/queue/index.js';
import { DAY_MS } from '../../shared/clock.js';
import { ReportLeftovers } from './report-leftovers.service.js';
import { ReportsService } from './reports.service.js';

const QUARTER_MS = 900_000;

@Injectable()
export class ReportsProcessor {
  constructor(
    private readonly service: ReportsService,
    private readonly leftovers: ReportLeftovers,
  ) {}

  @Repeats({ name: 'reports.retain', everyMs: QUARTER_MS })
  async retain(): Promise<void> {
    await this.service.clean();
  }

  @Repeats({ name: 'reports.leftovers', everyMs: DAY_MS })
  async sweep(): Promise<void> {
    await this.leftovers.sweep();
  }
}
