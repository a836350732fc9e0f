import type { Json } from './json.js';

/** What is to be done outside. Ids are unique within an execution and the same on replay. */
export type Command = TaskCommand | TimerCommand | CancelCommand | CompleteCommand;

/** Run a task; its outcome comes back as an event with the same id. */
export interface TaskCommand {
  type: 'task';
  id: string;
  stateName: string;
  /** Which branch or iteration: '' in the main machine, `/<state>/<index>` for each level inside. */
  path: string;
  /** As in the definition. */
  resource: string;
  /** Parameters or Arguments, evaluated. */
  input: Json;
  /** For .waitForTaskToken: what SendTaskSuccess will name. */
  token?: string;
  timeoutSeconds?: number;
  heartbeatSeconds?: number;
  /** 1 at first, one more with each retry. */
  attempt: number;
}

/** Send { type: 'timer', id } at that time (milliseconds since 1970) or later. A set id is moved. */
export interface TimerCommand {
  type: 'timer';
  id: string;
  at: number;
}

/** The task or timer is not waited for any longer; its event would change nothing. */
export interface CancelCommand {
  type: 'cancel';
  id: string;
}

/**
 * The execution has ended. Always the last command. TIMED_OUT comes with the history's States.Timeout; AWS's
 * DescribeExecution leaves that error out.
 */
export interface CompleteCommand {
  type: 'complete';
  status: EndStatus;
  output?: Json;
  error?: string;
  cause?: string;
}

export type EndStatus = 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
