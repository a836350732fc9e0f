import { createHash } from 'node:crypto';
import { againstSent, againstTruth, outcomeOf } from './events-report.mjs';
import { KEY } from './whole-installation.mjs';
import { CONTROLS, outputOf, stepsOf } from './whole-stream.mjs';

/**
 * What must hold once nothing is under way, whatever has happened: nothing is lost, and nothing has had its effect
 * twice. Everything since the beginning is looked at each time.
 * @returns what is wrong, in words, and the figures
 */
export async function invariants(it) {
  const parts = await Promise.all(
    [runs, executions, events, messages, leftovers, reports].map((part) => part(it)),
  );
  return {
    problems: parts.flatMap(({ problems }) => problems),
    figures: Object.assign({}, ...parts.map(({ figures }) => figures)),
  };
}

const when = (isSo, text) => (isSo ? [text] : []);
const some = (list, text) =>
  when(list.length > 0, `${list.length} ${text}, such as ${list.slice(0, 3).join('; ')}`);

/** Each time of each schedule has one run, which succeeded and had its effect under one key. */
async function runs({ database: { query }, receivers: { effects } }) {
  const rows = await query(
    `SELECT s.id AS "scheduleId", s.schedule_type AS type, to_char(t.at, 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at,
            r.id, r.status, coalesce(r.reason, r.error) AS reason, e.name AS execution
       FROM schedules s
      CROSS JOIN LATERAL generate_series(s.start_date, app_now() - interval '2 seconds', interval '1 minute') t(at)
       LEFT JOIN schedule_runs r ON r.schedule_id = s.id AND r.planned_at = t.at
       LEFT JOIN executions e ON e.id = r.execution_id
      WHERE s.schedule_type LIKE 'chaos-%' AND t.at > s.created_at`,
  );
  const keys = keysByWhat(effects);
  const times = new Set(rows.map(({ scheduleId, at }) => `${scheduleId} ${at}`));
  const wanted = ({ type, scheduleId, at, execution }) =>
    type === 'chaos-tick' ? `${execution}:tick` : `${scheduleId} ${at}`;
  const said = ({ scheduleId, at, status, reason }) =>
    `${scheduleId} ${at} ${status ?? 'has none'} ${reason ?? ''}`;
  const ran = rows.filter(({ status }) => status === 'succeeded');
  return {
    problems: [
      ...when(times.size !== rows.length, `${rows.length - times.size} times of schedules have two runs`),
      ...some(rows.filter(({ id }) => id === null).map(said), 'times of schedules have no run'),
      ...some(
        rows.filter(({ id, status }) => id !== null && status !== 'succeeded').map(said),
        'runs did not succeed',
      ),
      ...some(
        ran
          .filter((one) => keys.get(wanted(one))?.length !== 1)
          .map((one) => `${wanted(one)} ${keys.get(wanted(one))}`),
        'runs had no effect, or two',
      ),
    ],
    figures: { runs: rows.length },
  };
}

/** Each execution that was accepted ended once, with its output, and had each of its effects under one key. */
async function executions({ database: { query }, receivers: { effects }, flow: { made } }) {
  const rows = await query(
    `SELECT name, status, output, error, cause FROM executions WHERE workflow_type IN ('chaos-steps', 'chaos-tick')`,
  );
  const keys = keysByWhat(effects);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const names = [...made.executions];
  const wrong = names.filter(([name, n]) => {
    const row = byName.get(name);
    return row?.status !== 'SUCCEEDED' || row.output !== JSON.stringify(outputOf(name, n));
  });
  const said = ([name]) => {
    const { status, error, cause, output } = byName.get(name) ?? { status: 'is not there' };
    return `${name} ${status} ${error ?? ''} ${cause ?? ''} ${output ?? ''}`;
  };
  const asked = names.flatMap(([name]) => stepsOf(name));
  const counted = [...effects.values()];
  return {
    problems: [
      ...when(byName.size !== rows.length, `${rows.length - byName.size} executions are there twice`),
      ...some(wrong.map(said), 'executions did not end as they should'),
      ...some(
        rows
          .filter(({ status, name }) => status !== 'SUCCEEDED' && !made.executions.has(name))
          .map((r) => said([r.name])),
        'executions of schedules did not succeed',
      ),
      ...some(
        asked.filter((what) => keys.get(what)?.length !== 1).map((what) => `${what} ${keys.get(what)}`),
        'effects of executions are missing, or have two keys',
      ),
    ],
    figures: {
      executions: rows.length,
      effects: effects.size,
      effectsAskedAgain: counted.reduce((sum, { calls }) => sum + calls - 1, 0),
    },
  };
}

function keysByWhat(effects) {
  const keys = new Map();
  for (const [key, { what }] of effects) keys.set(what, [...(keys.get(what) ?? []), key]);
  return keys;
}

/** Each event has one row, and the inventory is what AWS has. */
async function events({ database: { query }, flow: { people }, stub }) {
  const { problems, summary } = await againstSent(query, people.sent, stub);
  const { findings, ...found } = await outcomeOf(query);
  // scans also find what belongs to an account as a whole
  const ofResources = [...findings].filter(([key]) => /^arn:aws:s3:::|:security-group\//.test(key));
  return {
    problems: [...problems, ...againstTruth({ ...found, findings: new Map(ofResources) }, people.made)],
    figures: { events: people.sent.ids.size, deliveredAgain: summary.duplicate - people.sent.copies },
  };
}

/** Each finding was told to each channel once, and each message has arrived: again only by an attempt that says so. */
async function messages({ database: { query }, receivers: { arrived } }) {
  const [{ facts }] = await query(
    `SELECT count(*)::int AS facts FROM facts WHERE name = 'finding.opened' AND payload ->> 'controlId' = ANY($1)`,
    [CONTROLS],
  );
  const told = await query(
    `SELECT c.name, (SELECT count(*)::int FROM notification_tellings t JOIN notification_rules r ON r.id = t.rule_id
                      WHERE t.lane = c.id AND r.name = 'Chaos findings') AS count FROM notification_channels c`,
  );
  const deliveries = await query(
    'SELECT id, status, attempts, last_error AS error, channel_type AS type FROM notification_deliveries',
  );
  const known = new Set(deliveries.map(({ id }) => id));
  const timesOf = (id) => arrived.get(id)?.length ?? 0;
  const repeated = deliveries.reduce((sum, { id }) => sum + Math.max(0, timesOf(id) - 1), 0);
  return {
    problems: [
      ...told
        .filter(({ count }) => count !== facts)
        .map(({ name, count }) => `${count} findings were told to ${name}, not ${facts}`),
      ...some(
        deliveries
          .filter(({ status }) => status !== 'sent')
          .map(({ id, status, error }) => `${id} ${status} ${error}`),
        'messages were not sent',
      ),
      ...some(
        deliveries.filter(({ id }) => timesOf(id) === 0).map(({ id }) => id),
        'messages did not arrive',
      ),
      ...some(
        deliveries.filter(({ id, attempts }) => timesOf(id) > attempts).map(({ id }) => id),
        'messages arrived more often than they were tried',
      ),
      ...some(
        [...arrived.keys()].filter((id) => !known.has(id)),
        'messages are none of ours',
      ),
      ...some(
        [...arrived].filter(([, bodies]) => new Set(bodies).size > 1).map(([id]) => id),
        'messages arrived with two texts',
      ),
    ],
    figures: { messages: deliveries.length, messagesAgain: repeated },
  };
}

/** Nothing was given up, and nothing is left lying. */
async function leftovers({ database: { query }, flow: { made } }) {
  const dead = await query("SELECT name, last_error AS error FROM jobs WHERE status = 'dead'");
  const [{ tasks, timers, load }] = await query(
    `SELECT (SELECT count(*)::int FROM execution_tasks) AS tasks, (SELECT count(*)::int FROM execution_timers) AS timers,
            (SELECT coalesce(sum(running), 0)::int FROM workflow_load) AS load`,
  );
  const scans = await query('SELECT id, status FROM scans');
  const known = new Map(scans.map(({ id, status }) => [id, status]));
  const ended = ['completed', 'completed_with_errors', 'failed'];
  return {
    problems: [
      ...some(
        dead.map(({ name, error }) => `${name}: ${error}`),
        'jobs are dead',
      ),
      ...when(
        tasks + timers + load > 0,
        `${tasks} tasks, ${timers} timers, ${load} running are left of executions`,
      ),
      ...some(
        [...made.scans].filter((id) => !ended.includes(known.get(id))),
        'scans have no end',
      ),
    ],
    figures: {
      scans: scans.length,
      scansWithErrors: scans.filter(({ status }) => status !== 'completed').length,
    },
  };
}

/** A report that was written is there, byte for byte; one that could not be says why. */
async function reports({ database: { query }, client, flow: { made } }) {
  const rows = await query(
    `SELECT e.name, e.status, e.error, e.cause, r.id, r.status AS report, r.files FROM executions e
       LEFT JOIN reports r ON r.execution_id = e.id AND r.deleted_at IS NULL
      WHERE e.workflow_type = 'compliance-assessment'`,
  );
  const problems = some(
    [...made.reports.keys()].filter((name) => !rows.some((row) => row.name === name)),
    'executions that write reports are not there',
  );
  made.checked ??= new Set();
  for (const { name, status, error, cause, id, report, files } of rows) {
    if (made.checked.has(name)) continue;
    if (status !== 'SUCCEEDED') {
      if (!made.mayFail?.test(`${error} ${cause}`)) problems.push(`${name} ${status} ${error} ${cause}`);
      made.checked.add(name);
      continue;
    }
    if (report !== 'ready') problems.push(`${name} succeeded, and its report is ${report ?? 'not there'}`);
    for (const { format, bytes, sha256 } of files ?? []) {
      const got = await client.ask('GET', `/reports/${id}/download?format=${format}`, {
        key: KEY,
        raw: true,
      });
      const isWhole = createHash('sha256').update(got.body).digest('hex') === sha256;
      if (!isWhole)
        problems.push(`${name}: the file has ${got.body.length} bytes, not the ${bytes} that it had`);
    }
    made.checked.add(name);
  }
  return {
    problems,
    figures: {
      reports: rows.length,
      reportsFailed: rows.filter(({ status }) => status !== 'SUCCEEDED').length,
    },
  };
}
