/** Where executions live, for their names: the home account and region. */
export interface ArnHome {
  region: string;
  account: string;
}

export const executionArn = ({ region, account }: ArnHome, stateMachine: string, name: string): string =>
  `arn:aws:states:${region}:${account}:execution:${stateMachine}:${name}`;

export const stateMachineArn = ({ region, account }: ArnHome, stateMachine: string): string =>
  `arn:aws:states:${region}:${account}:stateMachine:${stateMachine}`;

/**
 * What an execution's ARN names. Region and account are not compared: they are those of the service, whatever it was
 * called when the execution was started.
 */
export function readExecutionArn(arn: string): { stateMachine: string; name: string } | undefined {
  const [, stateMachine, name] =
    /^arn:aws[a-z-]*:states:[^:]*:[^:]*:execution:([^:]+):([^:]+)$/.exec(arn) ?? [];
  return stateMachine === undefined || name === undefined ? undefined : { stateMachine, name };
}

/** The state machine of an ARN, or of a bare name. */
export const stateMachineName = (arn: string): string =>
  arn.replace(/^arn:.*:stateMachine:/, '').split(':')[0] ?? '';

/** As AWS allows it: 80 characters, and none that would need escaping. */
export const EXECUTION_NAME = /^[A-Za-z0-9_.+!@()=-]{1,80}$/;
