import { newId } from '../../../src/shared/ids.js';

/** What an event leaves behind that still waits for its description, and a rule that did something about it. */
export function eventRows(
  ids: { event: string; eventRule: string; arn: string },
  accountId: string,
  mark: string,
): [string, Record<string, unknown>][] {
  const now = new Date();
  const { event: id, eventRule: ruleId, arn } = ids;
  const place = { account_id: accountId, region: 'eu-west-1' };
  return [
    ['event_ids', { event_id: mark, id, received_at: now }],
    [
      'events',
      {
        ...{ id, received_at: now, event_id: mark, event_type: 'AwsApiCall', ...place },
        ...{ event_source: 'ec2.amazonaws.com', event_name: mark, event_time: now },
        ...{ disposition: 'retrying', reason: 'waiting', rule: mark, correlation_id: mark },
        resources: [{ arn, change: 'changed', type: 'AWS::EC2::Volume' }],
        outcomes: { [arn]: { disposition: 'retrying', reason: 'waiting' } },
        ...{ who: { userName: mark }, envelope: { id: mark, detail: { mark } } },
      },
    ],
    // nobody is to describe it while it is looked at
    [
      'refreshes',
      {
        arn,
        ...place,
        type: 'AWS::EC2::Volume',
        first_at: now,
        due_at: new Date('2099-01-01'),
        last_error: mark,
      },
    ],
    ['refresh_events', { arn, id, received_at: now, event_time: now, change: 'changed', version: 1 }],
    ['event_counts', { account_id: accountId, day: now, slot: 1, received: 1, last_event_time: now }],
    [
      'event_rules',
      {
        ...{ id: ruleId, name: mark, description: mark, enabled: false },
        ...{ pattern: { source: [mark] }, action: { type: 'notify' } },
        ...{ created_by: mark, saved_by: mark, saved_by_key: mark },
      },
    ],
    [
      'event_rule_runs',
      {
        ...{ id: newId('rrun'), rule_id: ruleId, source_id: id, status: 'failed', error: mark },
        ...{ result: { type: 'event', id: mark }, correlation_id: mark, ended_at: now },
      },
    ],
  ];
}
