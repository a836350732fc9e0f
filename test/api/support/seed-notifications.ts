type Row = [table: string, row: Record<string, unknown>];

/** A channel with a delivery that failed, what waits for it, and a rule with its alert. */
export function notificationRows(
  ids: { channel: string; delivery: string; rule: string; scan: string },
  mark: string,
): Row[] {
  const now = new Date();
  const lane = { lane: ids.channel };
  const direct = { lane: `email:${mark}@example.com`, target: { type: 'email', to: `${mark}@example.com` } };
  const said = { correlation_id: mark };
  const message = {
    ...{ kind: 'test', subjectId: null, severity: null, title: mark, text: mark, fields: [], lists: [] },
    ...{ scan: null, links: [], at: now.toISOString() },
  };
  const saved = { created_by: mark, saved_by: mark };
  return [
    [
      'notification_channels',
      {
        ...{ id: ids.channel, name: mark, type: 'email', config: { to: [`${mark}@example.com`] } },
        ...{ enabled: false, secret: null, secret_hint: null, ...saved },
      },
    ],
    [
      'notification_threads',
      {
        ...{ channel_id: ids.channel, thread_key: mark, place: mark, provider_id: mark, root: { mark } },
        last_delivery_id: ids.delivery,
      },
    ],
    ['notification_lanes', { ...lane, channel_id: ids.channel }],
    ['notification_lanes', direct],
    [
      'notification_deliveries',
      {
        ...{ ...direct, id: ids.delivery, rule_id: ids.rule, kind: 'test', title: mark },
        ...{ message, status: 'failed', attempts: 1, tries: 1, last_error: mark, provider_id: mark, ...said },
        ...{ expires_at: now, ended_at: now },
      },
    ],
    [
      'notification_attempts',
      { delivery_id: ids.delivery, number: 1, ended_at: now, outcome: 'retry', error: mark },
    ],
    [
      'notification_tellings',
      {
        ...{ ...lane, source_key: mark, group_key: mark, message, is_digest: false, ...said },
        due_at: new Date(now.getTime() + 86_400_000),
      },
    ],
    [
      'notification_rules',
      {
        ...{ id: ids.rule, name: mark, enabled: false, condition: { fact: 'workflow.failed' }, ...saved },
        ...{ channels: JSON.stringify('all'), delivery: JSON.stringify('immediate') },
      },
    ],
    [
      'notification_alerts',
      { rule_id: ids.rule, key: mark, first_at: now, last_at: now, told_at: now, message },
    ],
    ['notification_scans', { scan_id: ids.scan, message, ended_at: now }],
  ];
}
