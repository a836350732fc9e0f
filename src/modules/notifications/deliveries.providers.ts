import type { Provider } from '@nestjs/common';
import { Composer } from './composer.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryStore } from './deliveries.store.js';
import { DeliveriesUpkeepProcessor } from './deliveries-upkeep.processor.js';
import { DeliveriesUpkeepService } from './deliveries-upkeep.service.js';
import { DeliveryOutcomes } from './delivery-outcomes.js';
import { DirectDeliveries } from './direct-deliveries.js';
import { LaneRuns } from './lane-runs.service.js';
import { LaneWake } from './lane-wake.js';
import { LanesPoller } from './lanes.poller.js';
import { LaneStore } from './lanes.store.js';
import { NotificationHealthStore } from './notification-health.store.js';
import { NotificationsHealth } from './notifications.health.js';
import { NextDelivery } from './next-delivery.js';
import { NotificationRetention } from './retention.store.js';
import { SendAlertService } from './send-alert.service.js';
import { Tellings } from './telling.js';
import { TellingsService } from './tellings.service.js';
import { TellingStore } from './tellings.store.js';

export const deliveriesProviders: Provider[] = [
  ...[LaneStore, DeliveryStore, TellingStore, LaneWake],
  { provide: Tellings, useClass: TellingsService },
  ...[Composer, NextDelivery, DeliveryOutcomes, LaneRuns, LanesPoller],
  ...[DeliveriesService, DeliveriesUpkeepService, DeliveriesUpkeepProcessor, NotificationRetention],
  ...[DirectDeliveries, SendAlertService],
  ...[NotificationsHealth, NotificationHealthStore],
];
