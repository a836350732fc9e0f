import { Injectable } from '@nestjs/common';
import { Subscribes, type Fact } from '../../platform/outbox/index.js';
import { Repeats } from '../../platform/queue/index.js';
import { tenantCreated } from '../access/index.js';
import { scanCompleted } from '../scanning/index.js';
import { workflowFinished } from '../workflows/index.js';
import { DefaultSchedulesService } from './default-schedules.service.js';
import { executionOutcome } from './execution-starter.js';
import { ExecutionsService } from './executions.service.js';
import { RetentionService } from './retention.service.js';
import { scanOutcome } from './scan-starter.js';
import { TICK } from './schedule-waker.js';
import { SchedulesClock } from './schedules-clock.js';

type PayloadOf<F> = F extends { schema: { _output: infer P } } ? P : never;

const SECOND_MS = 1000;

@Injectable()
export class SchedulesProcessor {
  constructor(
    private readonly clock: SchedulesClock,
    private readonly executions: ExecutionsService,
    private readonly defaults: DefaultSchedulesService,
    private readonly retention: RetentionService,
  ) {}

  @Repeats({ name: TICK, everyMs: SECOND_MS })
  tick(): void {
    this.clock.wake();
  }

  @Repeats({ name: 'schedules.executions', everyMs: 30 * SECOND_MS })
  async checkExecutions(): Promise<void> {
    await this.executions.checkAll();
    this.clock.wake();
  }

  @Repeats({ name: 'schedules.retain', everyMs: 300 * SECOND_MS })
  async retain(): Promise<void> {
    await this.retention.clean();
  }

  @Subscribes(scanCompleted, 'schedule-runs')
  async scanEnded({ tenantId, payload }: Fact<PayloadOf<typeof scanCompleted>>): Promise<void> {
    const outcome = scanOutcome(payload.status);
    if (outcome !== undefined) await this.executions.end(tenantId, payload.scanId, outcome);
    this.clock.wake(); // a run may have waited for it
  }

  @Subscribes(workflowFinished, 'schedule-runs', ({ scheduleId }) => scheduleId !== null)
  async workflowEnded({ tenantId, payload }: Fact<PayloadOf<typeof workflowFinished>>): Promise<void> {
    const outcome = executionOutcome(payload);
    if (outcome !== undefined) await this.executions.end(tenantId, payload.executionId, outcome);
    this.clock.wake(); // a run may have waited for it
  }

  @Subscribes(tenantCreated, 'default-schedules')
  async makeDefaults({ tenantId }: Fact<PayloadOf<typeof tenantCreated>>): Promise<void> {
    await this.defaults.make(tenantId);
  }
}
