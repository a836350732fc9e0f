import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DefinitionsService } from '../../dist/modules/workflows/definitions.service.js';
import { TaskRegistry } from '../../dist/platform/tasks/task-registry.js';
import { ANSWERED_LATER, TaskFailure } from '../../dist/platform/tasks/task.js';
import { child, FLAKY, flakyCause, outputOf } from './workflows-programs.mjs';

/** What the processes of this test have in common: the tasks, and the definition that is started by others. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 4 });
pool.on('error', () => undefined);

/** PostgreSQL is restarted under it: a handler goes on when it is back. */
export async function query(sql, values) {
  for (;;) {
    try {
      return (await pool.query(sql, values)).rows;
    } catch (error) {
      if (/^(22|23|42)/.test(error.code ?? '')) throw error;
      await sleep(100);
    }
  }
}

/** Each call is an attempt, each key one effect; how often it fails is counted by tasks, of which a Retry makes new ones. */
async function work(input, { idempotencyKey: key, execution }) {
  const { id, taskId } = execution;
  const [{ attempt }] = await query(
    'INSERT INTO chaos_attempts (key, execution_id, task_id, pid) VALUES ($1, $2, $3, $4) RETURNING id AS attempt',
    [key, id, taskId, process.pid],
  );
  const [{ tries }] = await query(
    `SELECT count(DISTINCT task_id)::int AS tries FROM chaos_attempts
      WHERE key = $1 AND split_part(task_id, '-', 2)::int <= split_part($2, '-', 2)::int`,
    [key, taskId],
  );
  await sleep(input.ms);
  const isFailing = tries <= input.fail;
  if (!isFailing)
    await query('INSERT INTO chaos_effects (key, execution_id) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
      key,
      id,
    ]);
  await query('UPDATE chaos_attempts SET ended_at = clock_timestamp() WHERE id = $1', [attempt]);
  if (isFailing) throw new TaskFailure(FLAKY, flakyCause(input));
  return outputOf(input);
}

async function ask(input, { token, execution }) {
  await query(
    'INSERT INTO chaos_asks (token, execution_id, task_id, input) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [token, execution.id, execution.taskId, input],
  );
  return ANSWERED_LATER;
}

const tasks = { work, ask };
const { find } = TaskRegistry.prototype;
TaskRegistry.prototype.find = function (name) {
  const run = tasks[name.replace(/^.*:function:/, '')];
  return run ? { name, whenOpen: 'wait', run } : find.call(this, name);
};
DefinitionsService.prototype.byStateMachine = async () => ({
  ...{ workflowType: 'child', stateMachineName: 'Child', program: child, isOwn: false },
});
