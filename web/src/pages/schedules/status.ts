import type { Schemas } from '../../api/api.js';

type Schedule = Schemas['Schedule'];
export const statuses = ['ENABLED', 'DISABLED'] as const;
export type Status = (typeof statuses)[number];

/** Of an address; nothing: all. */
export function statusIn({ status }: Record<string, unknown>): { status?: Status | undefined } {
  const chosen = statuses.find((one) => one === status);
  return chosen === undefined ? {} : { status: chosen };
}

/** As the API is asked. */
export const pathOf = (status: Status | undefined): string =>
  status === undefined ? '/schedules' : `/schedules?status=${status}`;

/** What people call it. */
export const nameOf = ({
  description,
  scheduleType,
  scheduleId,
}: Pick<Schedule, 'description' | 'scheduleType' | 'scheduleId'>): string =>
  description ?? `${scheduleType} ${scheduleId}`;

/** Whether it runs, in a word. */
export function stateOf({ enabled, paused, nextRunAt }: Schedule): 'off' | 'paused' | 'over' | 'on' {
  if (!enabled) return 'off';
  if (paused !== null) return 'paused';
  return nextRunAt === null ? 'over' : 'on';
}

/** What it starts. */
export function targetOf({ target }: Pick<Schedule, 'target'>): string {
  switch (target.type) {
    case 'scan':
      return 'a scan';
    case 'step-functions':
      return `workflow ${target.stateMachineName ?? target.stateMachineArn ?? ''}`;
    case 'lambda':
      return `function ${target.functionName}`;
    case 'sns':
      return `topic ${target.topicArn}`;
  }
}
