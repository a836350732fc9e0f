import { Module } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { partLogger } from '../../platform/telemetry/index.js';
import { AccessModule } from '../access/index.js';
import { ScanningModule } from '../scanning/index.js';
import { SchedulesModule } from '../schedules/index.js';
import { WorkflowsModule } from '../workflows/index.js';
import { EventBus } from './aws/event-bus.js';
import { TrailFiles } from './aws/trail-files.js';
import { CustomEventWork } from './custom-event-work.service.js';
import { CustomEvents } from './custom-events.service.js';
import { DeadQueues } from './dead-queues.js';
import { ErrorRateService } from './error-rate.service.js';
import { ErrorRateStore } from './error-rate.store.js';
import { eventBusProcessor } from './event-bus.processor.js';
import { EventBusService } from './event-bus.service.js';
import { EventDeadLetters } from './event-dead-letters.service.js';
import { EventEvidence } from './event-evidence.store.js';
import { EventHealthController } from './event-health.controller.js';
import { EventHealthService } from './event-health.service.js';
import { EventHealthStore } from './event-health.store.js';
import { EventsHealth } from './events.health.js';
import { EventInbox } from './event-inbox.service.js';
import { EventIntake } from './event-intake.service.js';
import { EventOwners } from './event-owners.js';
import { EventPoison } from './event-poison.service.js';
import { EventPoisonStore } from './event-poison.store.js';
import { EventQueues } from './event-queues.service.js';
import { EventReading } from './event-reading.js';
import { EventReception } from './event-reception.service.js';
import { EventRulesController } from './event-rules.controller.js';
import { EventRulesProcessor } from './event-rules.processor.js';
import { RuleFactsProcessor } from './rule-facts.processor.js';
import { ruleProviders } from './rule-providers.js';
import { EventTaking } from './event-taking.js';
import { EventsController } from './events.controller.js';
import { EventsHistoryService } from './events-history.service.js';
import { EventsHistoryStore } from './events-history.store.js';
import { EventsPoller } from './events.poller.js';
import { EventStore } from './events.store.js';
import { EventsUpkeepProcessor } from './events-upkeep.processor.js';
import { EventsUpkeepService } from './events-upkeep.service.js';
import { EventsUpkeepStore } from './events-upkeep.store.js';
import { countEventsIn } from './metrics.js';
import { IntakeLoad } from './intake-load.js';
import { ExplainController } from './explain.controller.js';
import { ExplainService } from './explain.service.js';
import { OwnEventsProcessor } from './own-events.processor.js';
import { OwnEvents } from './own-events.service.js';
import { OwnEventStore } from './own-events.store.js';
import { RefreshPoller } from './refresh.poller.js';
import { RefreshService } from './refresh.service.js';
import { RefreshSettling } from './refresh-settling.service.js';
import { RefreshStore } from './refresh.store.js';
import { ToldEvents } from './told-events.service.js';
import { TriggerController } from './trigger.controller.js';
import { TriggerService } from './trigger.service.js';

@Module({
  imports: [AccessModule, ScanningModule, SchedulesModule, WorkflowsModule],
  controllers: [
    ...[TriggerController, EventHealthController, EventRulesController, ExplainController],
    EventsController, // last: its /events/:id would take the paths of the others
  ],
  providers: [
    partLogger('event-processor'),
    ...[...ruleProviders, EventRulesProcessor, RuleFactsProcessor],
    ...[EventsPoller, EventReception, EventQueues, EventInbox, EventTaking, TrailFiles, EventReading],
    ...[EventPoison, EventPoisonStore, EventDeadLetters, DeadQueues],
    ...[EventIntake, EventOwners, EventStore],
    ...[IntakeLoad, RefreshPoller, RefreshService, RefreshSettling, RefreshStore],
    ...[EventsHistoryService, EventsHistoryStore, EventHealthService, EventHealthStore, ExplainService],
    EventsHealth,
    ...[
      TriggerService,
      CustomEvents,
      CustomEventWork,
      OwnEvents,
      OwnEventStore,
      OwnEventsProcessor,
      ToldEvents,
    ],
    ...[EventBusService, EventBus, eventBusProcessor, ErrorRateService, ErrorRateStore],
    EventEvidence,
    ...[EventsUpkeepProcessor, EventsUpkeepService, EventsUpkeepStore],
  ],
})
export class EventsModule {
  constructor(config: Config) {
    countEventsIn(config.get('ENVIRONMENT'));
  }
}
