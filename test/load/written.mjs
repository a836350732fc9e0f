import { setTimeout as sleep } from 'node:timers/promises';

const WAIT_MS = 30_000;

/** Where each kind of write must be found, by what was answered. */
const LOOKS = {
  'write: create schedule': 'SELECT id FROM schedules WHERE id = ANY($1) AND deleted_at IS NULL',
  'write: update schedule': `SELECT id FROM schedules WHERE id = ANY($1) AND description LIKE 'changed %'`,
  'write: trigger event': 'SELECT event_id AS id FROM events WHERE event_id = ANY($1)',
  'write: suppress finding': `SELECT id FROM findings WHERE id = ANY($1) AND suppressed_at IS NOT NULL`,
  'write: start workflow': `SELECT name AS id FROM executions WHERE name = ANY($1) AND status = 'SUCCEEDED'`,
};
const HISTORY = {
  'write: update schedule': ['schedule.changed', 'audit_log'],
  'write: suppress finding': [`finding.suppressed`, 'audit_log'],
};

/**
 * Whether each accepted write is there, and each workflow that was started has ended.
 * @returns {Promise<{ accepted: number, lost: Record<string, string[]> }>}
 */
export async function lookForWrites(query, accepted, sinceId) {
  const lost = {};
  let count = 0;
  for (const [name, answers] of Object.entries(accepted)) {
    const look = LOOKS[name];
    if (look === undefined) throw new Error(`Nothing looks for what "${name}" writes`);
    const ids = [
      ...new Set(answers.map(([, id]) => (name.endsWith('workflow') ? id.split(':').at(-1) : id))),
    ];
    count += answers.length;
    const missing = await missingOf(query, look, ids);
    if (missing.length > 0) lost[name] = missing;
    const kept = HISTORY[name];
    if (kept === undefined) continue;
    // the same thing may be written twice: then each of both is in the audit log
    const [{ n }] = await query(
      `SELECT count(*)::int AS n FROM ${kept[1]} WHERE action = $1 AND target_id = ANY($2) AND id > $3`,
      [kept[0], ids, sinceId],
    );
    if (n < answers.length) lost[`${name} (audit log)`] = [`${answers.length - n} of ${answers.length}`];
  }
  return { accepted: count, lost };
}

async function missingOf(query, look, ids) {
  for (const until = Date.now() + WAIT_MS; ; await sleep(250)) {
    const found = new Set((await query(look, [ids])).map(({ id }) => id));
    const missing = ids.filter((id) => !found.has(id));
    if (missing.length === 0 || Date.now() > until) return missing;
  }
}
