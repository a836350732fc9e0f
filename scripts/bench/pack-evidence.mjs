/** Evidence of the tenant `default`, as scans and people would have left it in the last ten days. */
export async function seedEvidence(query, findings) {
  await query(`INSERT INTO tenants (id, name) VALUES ('default', 'default') ON CONFLICT DO NOTHING`);
  for (const sql of STATEMENTS) await query(sql, [findings]);
  await query('ANALYZE');
}

const ID = (prefix, n) => `'${prefix}_' || lpad((${n})::text, 32, '0')`;
const ARN = (n) => `'arn:aws:ec2:eu-west-1:123456789012:volume/vol-' || lpad((${n})::text, 17, '0')`;

const STATEMENTS = [
  `INSERT INTO resources (tenant_id, arn, account_id, region, service, type, name, configuration, hash, tags,
                          first_seen_at, last_seen_at, changed_at)
   SELECT 'default', ${ARN('n')}, '123456789012', 'eu-west-1', 'ec2', 'AWS::EC2::Volume', 'volume ' || n,
          jsonb_build_object('volumeId', 'vol-' || n, 'encrypted', false, 'size', 100, 'state', 'in-use', 'tags',
                             jsonb_build_object('Name', 'volume ' || n, 'Owner', 'team-' || n % 50)),
          md5(n::text), '{}', now() - interval '10 days', now(), now() - interval '10 days'
     FROM generate_series(1, $1::int / 4) n`,
  `INSERT INTO findings (id, tenant_id, account_id, region, resource_arn, resource_type, control_id, title, severity,
                         status, evidence, evidence_hash, first_seen_at, last_seen_at, opened_at)
   SELECT ${ID('fnd', 'n')}, 'default', '123456789012', 'eu-west-1', ${ARN('n % ($1::int / 4) + 1')}, 'AWS::EC2::Volume',
          'control_' || n * 4 / $1::int, 'A volume is not as it has to be', (ARRAY['critical','high','medium','low'])[n % 4 + 1],
          CASE n % 3 WHEN 0 THEN 'resolved' ELSE 'open' END, '{"encrypted": false}', 'x', now() - interval '9 days', now(),
          now() - interval '9 days'
     FROM generate_series(1, $1::int) n`,
  `INSERT INTO finding_transitions (id, tenant_id, finding_id, at, "from", "to", reason, evidence, source)
   SELECT ${ID('chg', 'n * 2 + k')}, 'default', ${ID('fnd', 'n')}, now() - (9 - k) * interval '1 day',
          CASE k WHEN 1 THEN 'open' END, CASE WHEN k = 1 THEN 'resolved' ELSE 'open' END,
          CASE WHEN k = 1 THEN 'pass' ELSE 'fail' END,
          jsonb_build_object('volumeId', 'vol-' || n, 'encrypted', k = 1, 'note', repeat('evidence ', 20)), 'scan_1'
     FROM generate_series(1, $1::int) n CROSS JOIN generate_series(0, 1) k`,
  `INSERT INTO timeline (id, tenant_id, arn, at, kind, what, details, source)
   SELECT ${ID('chg', '$1::int * 4 + n')}, 'default', ${ARN('n % ($1::int / 4) + 1')}, now() - interval '9 days', 'finding', 'opened',
          jsonb_build_object('findingId', ${ID('fnd', 'n')}, 'severity', (ARRAY['critical','high','medium','low'])[n % 4 + 1],
                             'title', 'A volume is not as it has to be'), 'scan_1'
     FROM generate_series(1, $1::int) n`,
  `INSERT INTO timeline (id, tenant_id, arn, at, kind, what, patch, source)
   SELECT ${ID('chg', '$1::int * 6 + n')}, 'default', ${ARN('n')}, now() - interval '5 days', 'drift', 'changed',
          '[{"op":"replace","path":"/size","value":100,"before":50}]', 'scan_1'
     FROM generate_series(1, $1::int / 4) n`,
  `INSERT INTO audit_log (id, tenant_id, at, actor, actor_key_id, action, target_type, target_id, after, correlation_id)
   SELECT ${ID('aud', 'n')}, 'default', now() - interval '8 days' + n * interval '1 second', 'ann@example.com', 'key_1',
          'finding.suppressed', 'finding', ${ID('fnd', 'n')}, '{"suppressed":"known"}', 'req_' || n
     FROM generate_series(1, $1::int / 5) n`,
];
