/** What the database says of events and findings. */

/** The controls that the stub's resources pass or fail by what its changes do. */
export const OPENED_CONTROLS = [
  'ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22',
  's3_bucket_level_public_access_block',
];

/** Resources with an open finding of these controls. */
export async function openFindings(query) {
  const rows = await query(
    "SELECT DISTINCT resource_arn AS arn FROM findings WHERE status = 'open' AND control_id = ANY($1)",
    [OPENED_CONTROLS],
  );
  return new Set(rows.map(({ arn }) => arn));
}

/** Nothing waits any more, and every event has its end. */
export async function isSettled(query) {
  const [{ left }] = await query(
    `SELECT (SELECT count(*) FROM refreshes) + (SELECT count(*) FROM refresh_events)
          + (SELECT count(*) FROM events WHERE disposition = 'retrying') AS left`,
  );
  return Number(left) === 0;
}

export async function countsOf(query) {
  const [counts] = await query(
    `SELECT (SELECT count(*)::int FROM events) AS events, coalesce(sum(received), 0)::int AS received,
            coalesce(sum(duplicate), 0)::int AS duplicate, coalesce(sum(refused), 0)::int AS refused,
            coalesce(sum(poison), 0)::int AS poison FROM event_counts`,
  );
  return counts;
}
