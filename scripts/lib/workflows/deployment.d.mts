export function deployWorkflows(options: {
  region: string;
  environment: string;
  roleArn?: string | undefined;
  taskQueueUrl?: string | undefined;
  statusQueueUrl?: string | undefined;
  logGroup?: string | undefined;
  dryRun: boolean;
  report: (kind: 'created' | 'changed' | 'unchanged', what: string, fields?: string[]) => void;
}): Promise<{
  accountId: string;
  region: string;
  stateMachines: Record<string, string>;
  variables: Record<string, string>;
}>;
