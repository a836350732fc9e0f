import { describe, expect, it } from '@jest/globals';
import { alarmExample } from '../../../../../../test/support/examples/cloudwatch.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { type AlarmFields } from '../../resources/cloudwatch/alarm.js';
import { alarmActionsEnabled, alarmStateAction } from './alarm-actions.js';

const alarm = (changed: Partial<AlarmFields>) => ({ ...alarmExample(changed), tags: {} });

describe('cloudwatch_alarm_actions_enabled', () => {
  it('passes an alarm that may act, and fails one whose actions are switched off', () => {
    expect(alarmActionsEnabled.evaluate(alarm({}), context()).verdict).toBe('pass');
    expect(alarmActionsEnabled.evaluate(alarm({ actionsEnabled: false }), context()).verdict).toBe('fail');
  });
});

describe('cloudwatch_alarm_actions_alarm_state_configured', () => {
  it('passes an alarm with an action', () => {
    expect(alarmStateAction.evaluate(alarm({}), context()).verdict).toBe('pass');
  });

  it('fails one with actions for other states alone', () => {
    const okOnly = alarm({ alarmActions: [], okActions: ['arn:aws:sns:eu-west-1:123456789012:alarms'] });
    expect(alarmStateAction.evaluate(okOnly, context()).verdict).toBe('fail');
  });
});
