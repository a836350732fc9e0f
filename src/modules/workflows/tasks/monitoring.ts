import { Injectable } from '@nestjs/common';
import { Task, type TaskContext } from '../../../platform/tasks/index.js';
import { Incidents } from './incidents.js';
import { MonitoringPass } from './monitoring-pass.js';
import { NextScan } from './next-scan.js';
import { monitoringInput, type MonitoringInput } from './monitoring.schemas.js';

/** The tasks of one pass of continuous monitoring, but for the scan itself. */
@Injectable()
export class MonitoringTask {
  constructor(
    private readonly nextScan: NextScan,
    private readonly pass: MonitoringPass,
    private readonly incidents: Incidents,
  ) {}

  @Task('continuous-monitoring', monitoringInput)
  async run(input: MonitoringInput, context: TaskContext): Promise<unknown> {
    switch (input.action) {
      case 'schedule':
        return this.nextScan.schedule(input, context);
      case 'evaluate':
        return this.pass.evaluate(input.scanJobId, context);
      case 'process':
        return this.pass.process(input, context);
      case 'check':
        return this.incidents.check(input);
      case 'respond':
        return this.incidents.respond(input, context);
    }
  }
}
