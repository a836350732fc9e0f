import { Module } from '@nestjs/common';
import { partLogger } from '../../platform/telemetry/index.js';
import { ScanningModule } from '../scanning/index.js';
import { WorkflowsModule } from '../workflows/index.js';
import { AttemptsService } from './attempts.service.js';
import { EventBridgeScheduler } from './aws/eventbridge-scheduler.js';
import { FireQueue } from './aws/fire-queue.js';
import { HomeAccount } from './aws/home-account.js';
import { TargetCalls } from './aws/target-calls.js';
import { CircuitStore } from './circuits.store.js';
import { ClaimingService } from './claiming.service.js';
import { DefaultSchedulesService } from './default-schedules.service.js';
import { DefaultScheduleStore } from './default-schedules.store.js';
import { EngineReconcileService } from './engine-reconcile.service.js';
import { EngineSyncService } from './engine-sync.service.js';
import { EngineSyncStore } from './engine-sync.store.js';
import { CircuitRetention } from './circuit-retention.store.js';
import { EngineProcessor } from './engine.processor.js';
import { ExecutionStarter } from './execution-starter.js';
import { ExecutionsService } from './executions.service.js';
import { ExecutionStore } from './executions.store.js';
import { FiresInboxService } from './fires-inbox.service.js';
import { FiresPoller } from './fires.poller.js';
import { FiresService } from './fires.service.js';
import { FiresStore } from './fires.store.js';
import { MissedRunStore } from './missed-runs.store.js';
import { MonitoringRateService } from './monitoring-rate.service.js';
import { OutsideTargets } from './outside-targets.service.js';
import { PlanningService } from './planning.service.js';
import { PlanningStore } from './planning.store.js';
import { CalendarController } from './calendar.controller.js';
import { CalendarService } from './calendar.service.js';
import { PreviewController } from './preview.controller.js';
import { PreviewService } from './preview.service.js';
import { RetentionService } from './retention.service.js';
import { RunClosings } from './run-closings.js';
import { RunEvidence } from './run-evidence.store.js';
import { RunFacts } from './run-facts.js';
import { RunRequests } from './run-requests.js';
import { RunsController } from './runs.controller.js';
import { RunsListService } from './runs-list.service.js';
import { RunsService } from './runs.service.js';
import { RunStore } from './runs.store.js';
import { ScanScheduleController } from './scan-schedule.controller.js';
import { ScanScheduleStatusService } from './scan-schedule-status.service.js';
import { ScanScheduleService } from './scan-schedule.service.js';
import { ScanStarter } from './scan-starter.js';
import { ScanTriggerService } from './scan-trigger.service.js';
import { ScheduleSaving } from './schedule-saving.js';
import { ScheduleTold } from './schedule-told.js';
import { ScheduleWaker } from './schedule-waker.js';
import { SchedulesClock } from './schedules-clock.js';
import { SchedulesController } from './schedules.controller.js';
import { SchedulesProcessor } from './schedules.processor.js';
import { SchedulesService } from './schedules.service.js';
import { ScheduleHealthStore } from './schedule-health.store.js';
import { SchedulesHealth } from './schedules.health.js';
import { ScheduleLink } from './schedule.link.js';
import { ScheduleStore } from './schedules.store.js';
import { StartedKinds } from './started-kinds.js';
import { StartingService } from './starting.service.js';
import { StartingStore } from './starting.store.js';
import { TargetOwners } from './target-owners.service.js';
import { TargetsService } from './targets.service.js';
import { WorkflowStarter } from './workflow-starter.js';

const api = [
  SchedulesService,
  RunsService,
  RunsListService,
  RunRequests,
  CalendarService,
  PreviewService,
  ScheduleSaving,
  ScheduleTold,
  ScheduleWaker,
  ScheduleLink,
  ...[SchedulesHealth, ScheduleHealthStore],
];
const scanSchedule = [
  ...[ScanScheduleService, ScanScheduleStatusService, ScanTriggerService],
  ...[DefaultSchedulesService, DefaultScheduleStore, MonitoringRateService],
];
const running = [
  ...[
    SchedulesClock,
    PlanningService,
    StartingService,
    ClaimingService,
    AttemptsService,
    RunClosings,
    RunFacts,
  ],
  ...[ExecutionsService, RetentionService, CircuitRetention, TargetsService, OutsideTargets, TargetOwners],
  ...[TargetCalls, HomeAccount],
  ...[ScanStarter, ExecutionStarter, SchedulesProcessor],
];
/** EventBridge Scheduler instead of our own clock. */
const engine = [
  ...[EventBridgeScheduler, EngineSyncService, EngineSyncStore, EngineReconcileService, EngineProcessor],
  ...[FireQueue, FiresInboxService, FiresPoller, FiresService, FiresStore],
];
const stores = [
  ...[ScheduleStore, RunStore, PlanningStore, StartingStore, MissedRunStore, ExecutionStore],
  ...[CircuitStore, RunEvidence],
];

@Module({
  imports: [ScanningModule, WorkflowsModule],
  controllers: [
    CalendarController,
    PreviewController,
    SchedulesController,
    RunsController,
    ScanScheduleController,
  ],
  providers: [
    partLogger('scheduler'),
    ...[...api, ...scanSchedule, ...running, ...engine, ...stores],
    { provide: WorkflowStarter, useClass: StartedKinds },
  ],
  exports: [OutsideTargets],
})
export class SchedulesModule {}
