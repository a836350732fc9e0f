import { Module } from '@nestjs/common';
import { partLogger } from '../../platform/telemetry/index.js';
import { AccessModule } from '../access/index.js';
import { ChannelsController } from './channels.controller.js';
import { channelsProviders } from './channels.providers.js';
import { DeliveriesController } from './deliveries.controller.js';
import { deliveriesProviders } from './deliveries.providers.js';
import { linksProviders } from './links.providers.js';
import { messagesProviders } from './messages.providers.js';
import { NotificationRulesController } from './notification-rules.controller.js';
import { rulesProviders } from './rules.providers.js';
import { SendAlertController } from './send-alert.controller.js';

@Module({
  imports: [AccessModule],
  controllers: [ChannelsController, DeliveriesController, NotificationRulesController, SendAlertController],
  providers: [
    partLogger('notifications'),
    ...channelsProviders,
    ...messagesProviders,
    ...deliveriesProviders,
    ...rulesProviders,
    ...linksProviders,
  ],
})
export class NotificationsModule {}
