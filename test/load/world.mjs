/** What the service holds when the load begins: several tenants of different size, with a year behind them. */

/** Shares of all rows, so that one tenant is large and others are small. */
const SHARES = { harbor: 0.4, meadow: 0.24, quarry: 0.16, lantern: 0.12, thicket: 0.08 };
const ACCOUNTS = 4;
const REGIONS = ['eu-west-1', 'us-east-1', 'eu-central-1', 'ap-southeast-2'];
const ROLES = ['viewer', 'viewer', 'operator', 'admin'];
export const OWN_WORKFLOW = 'load-steps';

/** Three states and a choice, as small workflows of tenants are. */
const DEFINITION = {
  QueryLanguage: 'JSONata',
  StartAt: 'Read',
  States: {
    Read: { Type: 'Pass', Output: '{% {"size": $count($states.input.parameters.items)} %}', Next: 'Large?' },
    'Large?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $states.input.size > 3 %}', Next: 'Large' }],
      Default: 'Small',
    },
    Large: { Type: 'Pass', Output: '{% {"kind": "large"} %}', End: true },
    Small: { Type: 'Pass', Output: '{% {"kind": "small"} %}', End: true },
  },
};

export const SIZES = {
  ...{ findings: 50_000, resources: 20_000, schedules: 1000, executions: 2000 },
  ...{ events: 20_000, deliveries: 4000, scans: 300, scoreDays: 120 },
};

/**
 * Makes tenants, keys, accounts and a sample of each thing by the API, as people do, and copies of the samples by SQL.
 * @returns what the mix names: tenants with keys and ids
 */
export async function fillWorld(service, query, sizes = SIZES) {
  const tenants = [];
  for (const [index, [tenantId, share]] of Object.entries(SHARES).entries()) {
    const tenant = await makeTenant(service, tenantId, index);
    const of = (total) => Math.max(1, Math.round(total * share));
    const amounts = Object.fromEntries(Object.entries(sizes).map(([name, total]) => [name, of(total)]));
    await fillTenant(query, tenant, { ...amounts, scoreDays: sizes.scoreDays });
    tenants.push({ ...tenant, share, ...(await idsOf(query, tenantId)) });
  }
  await query('VACUUM ANALYZE');
  return { tenants };
}

async function makeTenant({ client, url }, tenantId, index) {
  await client.post('/tenants', { tenantId, name: `${tenantId} AG` });
  const keys = [];
  for (const [n, role] of ROLES.entries()) {
    const body = { tenantId, name: `${role} ${n}`, role, owner: `${role}${n}@${tenantId}.example.com` };
    keys.push({ role, key: (await client.post('/api-keys', body)).key });
  }
  const accounts = Array.from({ length: ACCOUNTS }, (_, n) => `7${index}${n}`.padEnd(12, '0'));
  for (const accountId of accounts)
    await client.post('/accounts', {
      tenantId,
      accountId,
      name: `${tenantId} ${accountId}`,
      regions: REGIONS,
    });
  const { key } = keys.find(({ role }) => role === 'admin');
  const ask = async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  await ask('POST', '/schedules', scheduleOf(0));
  await ask('PUT', `/workflows/definitions/${OWN_WORKFLOW}`, { name: 'Steps', definition: DEFINITION });
  const items = [1, 2, 3, 4, 5];
  await ask('POST', '/workflows/start', { workflowType: OWN_WORKFLOW, parameters: { items } });
  return { tenantId, keys, accounts };
}

/** Far away: what the schedules of the load start is none of its business. */
export const scheduleOf = (n) => ({
  scheduleType: `load-${n % 5}`,
  cronExpression: `${n % 60} 6 1 1 ? *`,
  description: `Every new year, ${n}`,
  target: { type: 'step-functions', stateMachineName: 'ComplianceScanWorkflow' },
  parameters: { scanType: 'security' },
  tags: { team: `team-${n % 7}` },
});

const ID = (prefix, n) =>
  `'${prefix}_' || lpad(to_hex(extract(epoch FROM app_now())::bigint * 1000 - 40000000000 + ${n} * 997), 12, '0') || substr(md5($1 || '${prefix}' || ${n}), 1, 20)`;
const ACCOUNT = (n) => `($2::text[])[1 + ${n} % ${ACCOUNTS}]`;
const REGION = (n) =>
  `(ARRAY[${REGIONS.map((one) => `'${one}'`).join(',')}])[1 + (${n} / 4) % ${REGIONS.length}]`;
const TYPES = `ARRAY['AWS::EC2::Volume','AWS::S3::Bucket','AWS::EC2::SecurityGroup','AWS::IAM::User','AWS::EC2::Instance','AWS::RDS::DBInstance']`;
const CONTROLS = `ARRAY['ec2_ebs_volume_unattached','s3_bucket_unused','ec2_instance_idle','iam_user_unused','ec2_instance_stopped','iam_access_key_unused','ec2_address_unattached','s3_bucket_level_public_access_block']`;
const ARN = (n) => `'arn:aws:load:' || ${REGION(n)} || ':' || ${ACCOUNT(n)} || ':thing/' || ${n}`;
const AGO = (n, most) => `app_now() - ((${n} * 7919) % ${most}) * interval '1 second'`;
const YEAR = 31_536_000;

/** Statements with $1 the tenant, $2 its accounts, $3 how many. */
const FILL = {
  resources: `
    INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash, tags, relations,
                           first_seen_at, last_seen_at, changed_at)
    SELECT $1, ${ARN('n')}, ${ACCOUNT('n')}, ${REGION('n')}, 'ec2', (${TYPES})[1 + n % 6], 'thing-' || n,
           jsonb_build_object('id', n, 'state', 'in-use', 'size', n % 900, 'encrypted', n % 3 = 0, 'settings',
             (SELECT jsonb_object_agg('field' || f, md5(n::text || f)) FROM generate_series(1, 12) f)),
           md5(n::text), jsonb_build_object('owner', 'team-' || n % 7, 'stage', 'production'), '[]',
           ${AGO('n', YEAR)}, app_now(), ${AGO('n', YEAR)}
      FROM generate_series(1, $3::int) n`,
  timeline: `
    INSERT INTO timeline (id, tenant_id, arn, at, kind, what, patch, details, source)
    SELECT ${ID('chg', 'n')}, $1, ${ARN('(1 + n / 3)')}, ${AGO('n', YEAR)}, 'drift', 'changed',
           '[{"op":"replace","path":"/size","value":8,"before":4}]', '{}', 'scan_load'
      FROM generate_series(1, $3::int * 3) n`,
  findings: `
    INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title, severity,
                          status, risk, evidence, evidence_hash, estimated_monthly_savings_usd, first_seen_at,
                          last_seen_at, opened_at, resolved_at)
    SELECT ${ID('fnd', 'n')}, $1, ${ACCOUNT('(1 + n / 3)')}, ${REGION('(1 + n / 3)')}, ${ARN('(1 + n / 3)')},
           (${TYPES})[1 + (1 + n / 3) % 6], (${CONTROLS})[1 + n % 8], 'Something is not as it should be, ' || n % 8,
           (ARRAY['low','medium','medium','low','high','low','medium','critical'])[1 + n % 8],
           CASE WHEN n % 5 < 2 THEN 'open' ELSE 'resolved' END, 'low',
           jsonb_build_object('id', n, 'value', md5(n::text), 'days', n % 400), md5(n::text),
           CASE WHEN n % 4 = 0 THEN n % 90 END, ${AGO('n', YEAR)}, app_now(), ${AGO('n', YEAR)},
           CASE WHEN n % 5 < 2 THEN NULL ELSE app_now() END
      FROM generate_series(1, $3::int) n ON CONFLICT DO NOTHING`,
  finding_transitions: `
    INSERT INTO finding_transitions (id, tenant_id, finding_id, at, "from", "to", reason, evidence, source)
    SELECT ${ID('chg', '(3 * n)')}, $1, ${ID('fnd', '(1 + n / 2)')}, ${AGO('n', YEAR)},
           CASE WHEN n % 2 = 0 THEN NULL ELSE 'open' END, CASE WHEN n % 2 = 0 THEN 'open' ELSE 'resolved' END, 'fail',
           '{"value":"x"}', 'scan_load' FROM generate_series(1, $3::int * 2) n WHERE $2::text[] IS NOT NULL`,
  scores: `
    INSERT INTO scores (id, tenant_id, account_id, framework_id, at, score, coverage, counts, requirements)
    SELECT 'score_' || md5($1 || f || a || d), $1, a, f, app_now() - d * interval '1 day', 50 + (d * 7) % 50, 90.5,
           '{"pass":100,"fail":20,"noEvidence":1,"manual":4,"notApplicable":3,"muted":0}',
           (SELECT jsonb_object_agg('1.' || r, jsonb_build_array(r % 100, 100)) FROM generate_series(1, 40) r)
      FROM unnest($2::text[]) a, unnest(ARRAY['cis-3.0','pci-dss-4.0','soc2','hipaa','gdpr','fsbp']) f,
           generate_series(0, $3::int) d`,
  tallies: `
    INSERT INTO control_tallies (tenant_id, account_id, control_id, severity, pass, fail, no_evidence, manual,
                                 not_applicable, muted, as_of)
    SELECT $1, a, c, 'medium', 90, 10, 0, 0, 0, 0, app_now() FROM unnest($2::text[]) a, unnest(${CONTROLS}) c
     WHERE $3::int > 0`,
  scans: `
    INSERT INTO scans (id, tenant_id, status, scan_type, scope, scope_key, source, requested_by, correlation_id,
                       created_at, started_at, ended_at)
    SELECT ${ID('scan', 'n')}, $1, 'completed', 'full', jsonb_build_object('accountIds', $2::text[], 'regions', NULL, 'services', NULL),
           'load', 'schedule', 'load', 'req_load', ${AGO('n', YEAR)}, app_now(), app_now() FROM generate_series(1, $3::int) n`,
  scan_units: `
    INSERT INTO scan_units (id, tenant_id, scan_id, account_id, region, service, status, attempt, started_at, ended_at,
                            resources, findings, api_calls)
    SELECT 'unit_' || md5(s.id || u), $1, s.id, ${ACCOUNT('u')}, ${REGION('u')}, 'service-' || u, 'completed', 1, app_now(),
           app_now(), 12, 3, 40 FROM (SELECT id FROM scans WHERE tenant_id = $1 LIMIT $3::int) s, generate_series(1, 60) u
     WHERE $2::text[] IS NOT NULL`,
  schedules: `
    INSERT INTO schedules SELECT (jsonb_populate_record(NULL::schedules, to_jsonb(s) || jsonb_build_object(
             'id', ${ID('sch', 'n')}, 'schedule_type', 'load-' || n % 5, 'description', 'schedule ' || n))).*
      FROM (SELECT * FROM schedules WHERE tenant_id = $1 AND schedule_type LIKE 'load-%' ORDER BY id LIMIT 1) s,
           generate_series(2, $3::int) n WHERE $2::text[] IS NOT NULL`,
  schedule_runs: `
    INSERT INTO schedule_runs (id, tenant_id, schedule_id, planned_at, due_at, cause, status, attempt, next_attempt_at,
                               requested_by, requested_by_key, correlation_id, started_at, ended_at)
    SELECT 'run_' || md5(s.id || d), $1, s.id, app_now() - d * interval '1 day', app_now() - d * interval '1 day',
           'schedule', 'succeeded', 1, app_now(), 'load', 'load', 'req_load', app_now() - d * interval '1 day',
           app_now() - d * interval '1 day'
      FROM (SELECT id FROM schedules WHERE tenant_id = $1 AND schedule_type LIKE 'load-%' LIMIT $3::int) s,
           generate_series(1, 20) d WHERE $2::text[] IS NOT NULL`,
  executions: `
    WITH sample AS (SELECT * FROM executions WHERE tenant_id = $1 AND status = 'SUCCEEDED' ORDER BY id LIMIT 1), made AS (
      INSERT INTO executions SELECT (jsonb_populate_record(NULL::executions, to_jsonb(s) || jsonb_build_object(
               'id', ${ID('exe', 'n')}, 'name', 'load-' || n, 'created_at', ${AGO('n', 7_000_000)}))).*
        FROM sample s, generate_series(2, $3::int) n WHERE $2::text[] IS NOT NULL RETURNING id)
    INSERT INTO execution_history SELECT (jsonb_populate_record(NULL::execution_history, to_jsonb(h) || jsonb_build_object(
             'execution_id', m.id))).*
      FROM made m, (SELECT h.* FROM execution_history h JOIN sample s ON s.id = h.execution_id) h`,
  events: `
    INSERT INTO events (id, tenant_id, received_at, event_id, event_type, event_source, event_name, event_time,
                        account_id, region, disposition, reason, rule, resources, outcomes, correlation_id, envelope, settled_at)
    SELECT ${ID('evt', 'n')}, $1, app_now(), md5($1 || n), 'AwsApiCall', 'ec2.amazonaws.com', 'ModifyVolume',
           ${AGO('n', 600_000)}, ${ACCOUNT('n')}, ${REGION('n')}, 'processed', 'described', 'ec2-volume',
           jsonb_build_array(jsonb_build_object('arn', ${ARN('n')}, 'change', 'changed', 'type', 'AWS::EC2::Volume')), '{}',
           'req_load', json_build_object('id', n, 'detail', json_build_object('eventName', 'ModifyVolume', 'text', repeat('x', 700))),
           app_now() FROM generate_series(1, $3::int) n`,
  event_ids: `
    INSERT INTO event_ids (tenant_id, event_id, id, received_at) SELECT tenant_id, event_id, id, received_at FROM events
     WHERE tenant_id = $1 AND $2::text[] IS NOT NULL AND $3::int > 0`,
  deliveries: `
    INSERT INTO notification_deliveries (id, tenant_id, lane, target, kind, title, message, status, attempts, tries,
                                         expires_at, correlation_id, created_at, sent_at, ended_at)
    SELECT ${ID('dlv', 'n')}, $1, 'email:load@example.com', '{"type":"email","to":"load@example.com"}', 'test', 'A message',
           '{"kind":"test","subjectId":null,"severity":null,"title":"A","text":"B","fields":[],"lists":[],"scan":null,"links":[],"at":"2026-11-22T00:00:00.000Z"}',
           'sent', 1, 1, app_now(), 'req_load', app_now(), app_now(), app_now()
      FROM generate_series(1, $3::int) n WHERE $2::text[] IS NOT NULL`,
};
const AMOUNT = {
  ...{ timeline: 'resources', finding_transitions: 'findings', scores: 'scoreDays', tallies: 'scans' },
  ...{ scan_units: 'scans', schedule_runs: 'schedules', event_ids: 'events' },
};

async function fillTenant(query, { tenantId, accounts }, amounts) {
  await untilDone(query, tenantId);
  for (const [table, text] of Object.entries(FILL))
    await query(text, [tenantId, accounts, amounts[AMOUNT[table] ?? table]]);
}

/** The sample of executions has ended. */
async function untilDone(query, tenantId) {
  for (let i = 0; i < 200; i += 1) {
    const [row] = await query(`SELECT status FROM executions WHERE tenant_id = $1 LIMIT 1`, [tenantId]);
    if (row?.status === 'SUCCEEDED') return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`The first execution of ${tenantId} did not end`);
}

/** Of each kind so many that caches of the database do not serve a handful of rows. */
async function idsOf(query, tenantId) {
  const ids = async (table, column = 'id', where = 'true', most = 2000) =>
    (
      await query(
        `SELECT ${column} AS id FROM ${table} WHERE tenant_id = $1 AND ${where} ORDER BY md5(${column}) LIMIT ${most}`,
        [tenantId],
      )
    ).map(({ id }) => id);
  return {
    findings: await ids('findings', 'id', `status = 'open'`),
    resources: await ids('resources', 'arn'),
    schedules: await ids('schedules', 'id', `schedule_type LIKE 'load-%'`),
    scans: await ids('scans'),
    events: await ids('events'),
    executions: await query(
      `SELECT state_machine AS machine, name FROM executions WHERE tenant_id = $1 ORDER BY md5(id) LIMIT 500`,
      [tenantId],
    ),
  };
}
