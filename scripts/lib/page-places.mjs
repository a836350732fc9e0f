/**
 * The page's places with something in each: [name, path beneath /ui][]. What an account does not have is left out.
 * @param client of lib/api.mjs
 */
export async function pagePlaces(client) {
  const first = async (path) =>
    (await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=1`)).items[0];
  const worst = await first('/findings?status=open&order=worst');
  const control = worst?.controlId;
  const found = {
    schedule: [await first('/schedules'), ({ scheduleId }) => `schedules/${scheduleId}`],
    approval: [await first('/approvals'), ({ id }) => `approvals/${id}`],
    remediation: [await first('/remediations'), ({ remediationId }) => `remediations/${remediationId}`],
    incident: [await first('/incidents'), ({ id }) => `incidents/${id}`],
    framework: [await first('/frameworks'), ({ id }) => `frameworks/${id}`],
    finding: [worst, ({ id }) => `findings/${id}`],
    control: [control, (id) => `controls/${encodeURIComponent(id)}`],
    resource: [worst, ({ resourceArn }) => `resource?arn=${encodeURIComponent(resourceArn)}`],
    execution: [
      (await client.get('/workflows/list?limit=1')).result.executions[0],
      ({ executionArn }) => `workflows/${encodeURIComponent(executionArn)}`,
    ],
  };
  const single = Object.entries(found).flatMap(([name, [one, path]]) =>
    one === undefined ? [] : [[name, path(one)]],
  );
  return [...LISTS, ...single];
}

const LISTS = [
  ['overview', ''],
  ['findings', 'findings?status=open'],
  ...['resources', 'controls', 'frameworks', 'schedules', 'workflows', 'approvals', 'remediations'].map(same),
  ...['incidents', 'patching', 'events', 'reports'].map(same),
  ...['calendar', 'settings', 'new'].map((name) => [`schedules-${name}`, `schedules/${name}`]),
  ...['accounts', 'channels', 'rules', 'mutes', 'guardrails', 'keys', 'audit-log'].map((name) => [
    ...[`settings-${name}`, `settings/${name}`],
  ]),
];

function same(name) {
  return [name, name];
}
