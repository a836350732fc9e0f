import type { Provider } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Outbound } from '../../platform/outbound/index.js';
import { AllowedTargets } from './allowed-targets.service.js';
import { BusSender } from './aws/buses.js';
import { SesTransport } from './aws/ses-transport.js';
import { TopicSender } from './aws/topics.js';
import { ChannelChecks } from './channel-checks.service.js';
import { ChannelEditing } from './channel-editing.service.js';
import { ChannelListing } from './channel-listing.service.js';
import { ChannelRecords } from './channel-records.js';
import { ChannelSecrets } from './channel-secrets.js';
import { ChannelSending } from './channel-sending.service.js';
import { ChannelTesting } from './channel-testing.service.js';
import { Channels } from './channels.service.js';
import { ChannelStore } from './channels.store.js';
import { Destinations } from './destinations.service.js';
import { EnvironmentChannels } from './environment-channels.service.js';
import { EnvironmentTargets } from './environment-targets.js';
import { MessageUrls } from './message-urls.js';
import { EmailSender } from './senders/email.js';
import { Senders } from './senders/senders.js';
import { SlackBotSender } from './senders/slack-bot.js';
import { SlackClients } from './senders/slack-client.js';
import { SlackWebhookSender } from './senders/slack-webhook.js';
import { SlackSender } from './senders/slack.js';
import { WebhookSender } from './senders/webhook.js';
import { Sending } from './sending.js';
import { ThreadStore } from './threads.store.js';

export const channelsProviders: Provider[] = [
  ...[ChannelStore, ThreadStore, Channels, ChannelSecrets, ChannelRecords, ChannelChecks, AllowedTargets],
  ...[ChannelListing, ChannelEditing, ChannelTesting, EnvironmentTargets, EnvironmentChannels],
  ...[Destinations, MessageUrls, Senders, SlackSender, SlackWebhookSender, SlackBotSender, SlackClients],
  ...[EmailSender, WebhookSender, TopicSender, BusSender, SesTransport],
  { provide: Sending, useClass: ChannelSending },
  {
    provide: Outbound,
    inject: [Config],
    useFactory: (config: Config) => new Outbound(config.get('WEBHOOK_ALLOWED_ADDRESSES') ?? []),
  },
];
