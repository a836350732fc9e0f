import type { Config } from '../../platform/config/index.js';
import type { ChannelView } from './channels.service.js';
import type { Rule } from './domain/rules/rule.js';

/** SNS topics of the environment, each for what its variable says and nothing else. */
const FIXED = [
  {
    variable: 'COMPLIANCE_NOTIFICATIONS_TOPIC',
    channel: 'compliance-notifications',
    facts: ['finding.opened', 'scan.completed'],
  },
  { variable: 'SCHEDULE_ALERTS_TOPIC', channel: 'schedule-alerts', facts: ['schedule.run.failed'] },
] as const;

/** Whether a channel gets what the environment says, and nothing by rules. */
export const isOfFixedPurpose = ({ environmentKey }: Pick<ChannelView, 'environmentKey'>): boolean =>
  FIXED.some(({ channel }) => channel === environmentKey);

/** What goes to the topics of the environment, as rules that nobody has written: they are called as their channel. */
export function fixedRules(config: Config, tenantId: string): Rule[] {
  if (tenantId !== 'default') return [];
  return FIXED.filter(({ variable }) => config.get(variable) !== undefined).flatMap(({ channel, facts }) =>
    facts.map((fact) => ({
      ...{ id: `fixed:${channel}:${fact}`, name: channel, when: { fact }, channels: [channel] },
      ...{ delivery: 'immediate' as const, quietHours: null, repeatAfterMinutes: null, escalation: null },
      defaultKey: null,
    })),
  );
}

/** Whether it is one of those. */
export const isFixed = ({ id }: Pick<Rule, 'id'>): boolean => id.startsWith('fixed:');
