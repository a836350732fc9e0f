import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import type { ChannelTarget } from './domain/channel-config.js';

/** The channels of the environment, each with the variable that it stands for. */
export const environmentKeys = {
  slack: 'SLACK_WEBHOOK_URL',
  email: 'ALERT_EMAIL_TO',
  'compliance-notifications': 'COMPLIANCE_NOTIFICATIONS_TOPIC',
  'schedule-alerts': 'SCHEDULE_ALERTS_TOPIC',
} as const;
export type EnvironmentKey = keyof typeof environmentKeys;

export const isEnvironmentKey = (text: string | null): text is EnvironmentKey =>
  text !== null && text in environmentKeys;

/** Where the channels of the environment lead: read when something is sent, and never written down. */
@Injectable()
export class EnvironmentTargets {
  constructor(private readonly config: Config) {}

  /** Undefined where the variable is not set. */
  of(key: EnvironmentKey): ChannelTarget | undefined {
    switch (key) {
      case 'slack': {
        const webhookUrl = this.config.get('SLACK_WEBHOOK_URL');
        return webhookUrl === undefined ? undefined : { type: 'slack', config: { webhookUrl } };
      }
      case 'email': {
        const to = this.config.get('ALERT_EMAIL_TO');
        return to === undefined ? undefined : { type: 'email', config: { to } };
      }
      case 'compliance-notifications':
        return topic(this.config.get('COMPLIANCE_NOTIFICATIONS_TOPIC'));
      case 'schedule-alerts':
        return topic(this.config.get('SCHEDULE_ALERTS_TOPIC'));
    }
  }
}

const topic = (topicArn: string | undefined): ChannelTarget | undefined =>
  topicArn === undefined ? undefined : { type: 'sns', config: { topicArn } };
