import { Injectable } from '@nestjs/common';
import { Task, type TaskContext } from '../../../platform/tasks/index.js';
import { scanEnvironmentInput, type ScanEnvironmentInput } from './scan-environment.schemas.js';
import { ScanBeginnings } from './scan-beginnings.js';
import { ScanReports } from './scan-reports.js';
import { ScanWaits } from './scan-waits.js';

/** What specs/2's function scan-environment does: the scan itself is done by modules/scanning. */
@Injectable()
export class ScanEnvironmentTask {
  constructor(
    private readonly beginnings: ScanBeginnings,
    private readonly waits: ScanWaits,
    private readonly reports: ScanReports,
  ) {}

  @Task('scan-environment', scanEnvironmentInput)
  async run(input: ScanEnvironmentInput, context: TaskContext): Promise<unknown> {
    switch (input.action) {
      case 'initialize':
        return this.beginnings.begin(input, context);
      case 'discover':
        return this.waits.discover(input, context);
      case 'analyze':
        return this.waits.analyze(input, context);
      case 'report':
        return this.reports.write(input, context);
    }
  }
}
