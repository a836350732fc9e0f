import { z } from 'zod';
import { call } from '../../call.js';
import { change, fix, nothing, read, refuse, type Target } from '../../fix.js';
import { nameAfter } from '../names.js';

const nameOf = (target: Target): string => nameAfter(':alarm:', target);
const alarms = z.array(z.object({ ActionsEnabled: z.boolean().optional() })).default([]);

/** docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html */
export const enableAlarm = fix({
  controls: ['cloudwatch_alarm_actions_enabled'],
  type: 'AWS::CloudWatch::Alarm',
  title: 'Switch the alarm’s actions on',
  reads: {
    alarm: read(
      'cloudwatch',
      'DescribeAlarms',
      z.object({ MetricAlarms: alarms, CompositeAlarms: alarms }),
      (target) => ({ AlarmNames: [nameOf(target)], AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] }),
    ),
  },
  actions: ['cloudwatch:EnableAlarmActions', 'cloudwatch:DisableAlarmActions'],
  plan: ({ target, state: { alarm } }) => {
    const [found] = [...alarm.MetricAlarms, ...alarm.CompositeAlarms];
    if (found === undefined) return refuse('There is no such alarm any more');
    if (found.ActionsEnabled !== false) return nothing('They are on');
    return change('Its actions will be on: what it tells of right now may be done at once', [
      call('cloudwatch', 'EnableAlarmActions', { AlarmNames: [nameOf(target)] }),
    ]);
  },
  restore: ({ target }) => [call('cloudwatch', 'DisableAlarmActions', { AlarmNames: [nameOf(target)] })],
});
