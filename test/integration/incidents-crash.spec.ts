import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { IncidentReleasing } from '../../src/modules/incidents/incident-releasing.service.js';
import { IncidentResponseTask } from '../../src/modules/incidents/incident-response.task.js';
import type { IncidentTaskInput } from '../../src/modules/incidents/incident-response.schemas.js';
import { incidentParameters } from '../../src/modules/workflows/index.js';
import type { TaskContext } from '../../src/platform/tasks/index.js';
import { newId } from '../../src/shared/ids.js';
import { startIncidents, type IncidentsApp } from '../support/incidents.js';
import { statementCrashes } from '../support/statement-crash.js';

const MOTO_URL = process.env['MOTO_URL'];
/** Without MOTO_URL there is no account to change: the runner reports these as skipped. */
const withEmulator = MOTO_URL === undefined ? describe.skip : describe;

jest.setTimeout(600_000);

/**
 * Each step of the workflow dies at each of its statements, before it or right after, and is tried again: as a worker
 * does whose process was killed. What AWS was asked for meanwhile stands. (The emulator shows a snapshot at once; AWS
 * may take a moment to find it by its tag.)
 */
withEmulator('incident response that dies at any statement (needs MOTO_URL)', () => {
  let on: IncidentsApp;
  const crashes = statementCrashes();
  beforeAll(async () => {
    on = await startIncidents(MOTO_URL ?? '');
    await on.guardrails({ approval: { always: false } });
  });
  afterAll(async () => {
    crashes.restore();
    await on?.close();
  });

  /** An execution that waits for its tasks, as the engine leaves it. */
  const execution = async (): Promise<TaskContext> => {
    const id = newId('exe');
    await on.on.app.database.query(
      `INSERT INTO executions (id, tenant_id, state_machine, name, workflow_type, engine, status, priority, input, version,
         correlation_id, requested_by, requested_by_key, created_at)
       VALUES ($1, 'acme', 'IncidentResponseWorkflow', $1, 'incident-response', 'aws', 'RUNNING', 2, '{}', 0, 'req_1',
         'operator@acme.test', 'key_1', app_now())`,
      [id],
    );
    return {
      ...{ tenantId: 'acme', execution: { id, taskId: newId('job') }, idempotencyKey: `${id}/1` },
      ...{ heartbeat: () => Promise.resolve(), signal: new AbortController().signal },
    } as unknown as TaskContext;
  };
  const run = (input: IncidentTaskInput, context: TaskContext) =>
    on.on.app.app.get(IncidentResponseTask, { strict: false }).run(input, context);
  const opened = async (arn: string, context: TaskContext, more: object = {}) => {
    const asked = { incidentType: context.execution?.id, severity: 'critical', resourceArns: [arn], ...more };
    const parameters = incidentParameters.parse(asked);
    return (await run({ action: 'classify', parameters }, context)) as { incidentId: string };
  };

  /**
   * Runs a step again and again, each time dying one statement later, until it comes to its end. `both`: before each
   * statement and after it; else by turns, since a step with its own resource takes long.
   */
  async function dies(
    both: boolean,
    make: () => Promise<{ step: () => Promise<unknown>; check: () => Promise<void> }>,
  ): Promise<number> {
    for (let statements = 1; ; statements += 1) {
      let survived = true;
      for (const isDone of both ? [false, true] : [statements % 2 === 0]) {
        const { step, check } = await make();
        const ended = await crashes.until({ statements, isDone }, step);
        survived &&= ended !== undefined;
        if (ended === undefined) await step();
        await check();
      }
      if (survived) return statements;
    }
  }

  const rows = (table: string, incidentId: string) =>
    on.on.app.database.query<Record<string, unknown>>(
      `SELECT * FROM ${table} WHERE incident_id = $1 ORDER BY created_at`,
      [incidentId],
    );
  const count = async (sql: string, id: string) =>
    Number((await on.on.app.database.query<{ n: string }>(`SELECT count(*) AS n ${sql}`, [id]))[0]?.n);
  const entries = async (id: string) =>
    (
      await on.on.app.database.query<{ what: string }>(
        'SELECT what FROM incident_entries WHERE incident_id = $1 ORDER BY id',
        [id],
      )
    ).map(({ what }) => what);

  beforeEach(() => on.on.app.database.query("DELETE FROM facts WHERE name LIKE 'incident.%'"));

  it('opens one incident for one execution, and tells of it once', async () => {
    const statements = await dies(true, async () => {
      const context = await execution();
      const id = `inc_${context.execution?.id.slice(4) ?? ''}`;
      const parameters = incidentParameters.parse({
        ...{ incidentType: id, resourceArns: ['arn:aws:s3:::any'] },
      });
      return {
        step: async () => {
          const { incidentId } = (await run({ action: 'classify', parameters }, context)) as {
            incidentId: string;
          };
          await run({ action: 'respond', incidentId }, context);
        },
        check: async () => {
          expect(await count('FROM incidents WHERE execution_id = $1', context.execution?.id ?? '')).toBe(1);
          expect(await entries(id)).toEqual(['opened', 'responded']);
          expect(await count("FROM facts WHERE name = 'incident.opened' AND key = $1", id)).toBe(1);
        },
      };
    });
    expect(statements).toBeGreaterThan(10);
  });

  it('keeps each piece of evidence once, and makes one snapshot of a volume', async () => {
    const { arn } = await on.instance();
    const statements = await dies(false, async () => {
      const context = await execution();
      const { incidentId } = await opened(arn, context);
      return {
        step: () => run({ action: 'evidence', incidentId }, context),
        check: async () => {
          const pieces = await rows('incident_evidence', incidentId);
          expect(pieces.map(({ kind, status }) => [kind, status])).toEqual(
            ['configuration', 'timeline', 'findings', 'volume_snapshot'].map((kind) => [kind, 'taken']),
          );
          expect(await on.snapshotsOf(incidentId)).toEqual([pieces.at(-1)?.['snapshot_id']]);
          expect((await entries(incidentId)).filter((what) => what === 'evidence captured')).toHaveLength(1);
        },
      };
    });
    expect(statements).toBeGreaterThan(10);
  });

  it('contains once, and tells of it once', async () => {
    let user = 0;
    const statements = await dies(false, async () => {
      const UserName = `crash-${(user += 1)}`;
      const { arn } = await on.on.account.user(UserName);
      const context = await execution();
      const { incidentId } = await opened(arn, context);
      const plan = (await run({ action: 'plan', incidentId }, context)) as { planVersion: number };
      return {
        step: () => run({ action: 'contain', incidentId, planVersion: plan.planVersion }, context),
        check: async () => {
          expect((await on.iam.listUserPolicies({ UserName })).PolicyNames).toEqual(['ShepherdQuarantine']);
          const incident = await on.get(incidentId);
          expect(incident).toMatchObject({ status: 'contained', underWay: null });
          expect(incident.containments.map(({ status }) => status)).toEqual(['verified']);
          expect((await entries(incidentId)).filter((what) => what === 'contained')).toHaveLength(1);
          expect(await count("FROM facts WHERE name = 'incident.contained' AND key = $1", incidentId)).toBe(
            1,
          );
        },
      };
    });
    expect(statements).toBeGreaterThan(20);
  });

  it('releases once, and tells of it once', async () => {
    let user = 0;
    await dies(false, async () => {
      const UserName = `released-${(user += 1)}`;
      const { arn } = await on.on.account.user(UserName);
      const context = await execution();
      const { incidentId } = await opened(arn, context);
      const plan = (await run({ action: 'plan', incidentId }, context)) as { planVersion: number };
      await run({ action: 'contain', incidentId, planVersion: plan.planVersion }, context);
      const by = { tenantId: 'acme', owner: 'approver@acme.test', keyId: 'key_2' };
      const releasing = on.on.app.app.get(IncidentReleasing, { strict: false });
      return {
        step: () => releasing.release('acme', incidentId, { by, token: 'job_1', force: false }, context),
        check: async () => {
          expect((await on.iam.listUserPolicies({ UserName })).PolicyNames).toEqual([]);
          const incident = await on.get(incidentId);
          expect(incident).toMatchObject({ status: 'released', underWay: null, releasedBy: by.owner });
          expect((await entries(incidentId)).filter((what) => what === 'released')).toHaveLength(1);
          expect(await count("FROM facts WHERE name = 'incident.released' AND key = $1", incidentId)).toBe(1);
        },
      };
    });
  });

  it('escalates once from each level', async () => {
    await dies(true, async () => {
      const context = await execution();
      const { incidentId } = await opened('arn:aws:s3:::late', context);
      return {
        step: () => run({ action: 'escalate', incidentId, level: 0 }, context),
        check: async () => {
          expect(await count('FROM incidents WHERE escalation_level = 1 AND id = $1', incidentId)).toBe(1);
          expect((await entries(incidentId)).filter((what) => what === 'escalated')).toHaveLength(1);
          expect(await count("FROM facts WHERE name = 'incident.escalated' AND key = $1", incidentId)).toBe(
            1,
          );
        },
      };
    });
  });
});
