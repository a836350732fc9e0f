import { control, fail, pass } from '../../control.js';
import { alarm } from '../../resources/cloudwatch/alarm.js';

export const alarmActionsEnabled = control({
  id: 'cloudwatch_alarm_actions_enabled',
  on: alarm,
  severity: 'high',
  class: 'security',
  title: 'Actions of the alarm are switched off',
  risk: 'The alarm changes its state and nobody is told: what it was made to watch goes unnoticed.',
  remediation: {
    text: 'Switch the actions on again. They are often switched off for maintenance, and forgotten.',
    steps: ['aws cloudwatch enable-alarm-actions --alarm-names NAME'],
    url: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html',
  },
  needs: [],
  decide: ({ actionsEnabled }) => (actionsEnabled ? pass : fail)({ actionsEnabled }),
});

export const alarmStateAction = control({
  id: 'cloudwatch_alarm_actions_alarm_state_configured',
  on: alarm,
  severity: 'high',
  class: 'security',
  title: 'Alarm does nothing when it goes off',
  risk: 'Without an action for the ALARM state, only somebody who happens to look at the console learns of it.',
  remediation: {
    text: 'Give the alarm an action for the ALARM state: an SNS topic that somebody reads, or one that repairs.',
    url: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html',
  },
  needs: [],
  decide: ({ alarmActions, okActions, insufficientDataActions }) =>
    alarmActions.length > 0
      ? pass({ alarmActions })
      : fail({ alarmActions, okActions, insufficientDataActions }),
});
