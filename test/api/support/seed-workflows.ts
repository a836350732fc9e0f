import { evaluateJsonata, step, type Program } from '../../../src/asl/index.js';
import { newId } from '../../../src/shared/ids.js';

type Row = [table: string, row: Record<string, unknown>];

/** An execution that has failed at once, and can be redriven: as the engine would have left it. */
export async function failedExecution(mark: string): Promise<{ arn: string; rows: Row[] }> {
  const program: Program = { StartAt: 'Stop', States: { Stop: { Type: 'Fail', Error: mark, Cause: mark } } };
  const name = `failed-${mark}`;
  const arn = `arn:aws:states:us-east-1:000000000000:execution:ComplianceScanWorkflow:${name}`;
  const now = new Date();
  const start = {
    ...{ type: 'start' as const, at: now.getTime(), seed: mark, input: {} },
    execution: {
      id: arn,
      name,
      roleArn: 'arn:aws:iam::000000000000:role/local',
      startTime: now.toISOString(),
    },
    stateMachine: { id: mark, name: 'ComplianceScanWorkflow' },
  };
  const { state, history } = await step(program, null, start, evaluateJsonata);
  const id = newId('exe');
  const execution = {
    ...{
      id,
      state_machine: 'ComplianceScanWorkflow',
      name,
      workflow_type: 'compliance-scan',
      engine: 'local',
    },
    ...{
      program_hash: mark,
      status: 'FAILED',
      priority: 2,
      input: '{}',
      error: mark,
      cause: mark,
      version: 1,
    },
    // as text: what is an object here goes in as JSON
    state: JSON.stringify(state),
    ...{ correlation_id: mark, requested_by: mark, requested_by_key: mark },
    ...{ created_at: now, started_at: now, stopped_at: now },
  };
  const events = {
    ...{ execution_id: id, version: 0, first_event_id: 1, last_event_id: history.length },
    events: JSON.stringify(history),
  };
  const nextYear = new Date(now.getTime() + 31_536_000_000);
  return {
    arn,
    rows: [
      ['workflow_programs', { hash: mark, definition: JSON.stringify(program), is_own: false }],
      ['executions', execution],
      ['execution_history', events],
      ['execution_timers', { execution_id: id, timer_id: mark, due_at: nextYear }],
      ['workflow_load', { running: 0 }],
    ],
  };
}
