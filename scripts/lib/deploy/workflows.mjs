import { build } from '../project.mjs';

/** The state machines on AWS Step Functions, where WorkflowEngine is aws: the stack has made queues, role and log. */

/** @param {Record<string, string>} outputs of messages.yaml; empty texts where the engine is the service's own */
export async function registerWorkflows(context, outputs) {
  const { TaskQueueUrl, StatusQueueUrl, StepFunctionsRoleArn, ExecutionsLogGroup } = outputs;
  if (!TaskQueueUrl || !StatusQueueUrl || !StepFunctionsRoleArn) return {};
  const { out, counts, home, environment, mode } = context;
  await build(out); // the workflows are those of the service itself
  const { deployWorkflows } = await import('../workflows/deployment.mjs');
  await deployWorkflows({
    region: home.region,
    environment,
    roleArn: StepFunctionsRoleArn,
    taskQueueUrl: TaskQueueUrl,
    statusQueueUrl: StatusQueueUrl,
    logGroup: ExecutionsLogGroup || undefined,
    dryRun: mode !== 'deploy',
    report: (kind, what, fields) => {
      counts[kind]++;
      const words =
        mode === 'deploy' ? {} : { created: 'would create', changed: 'would change', unchanged: 'is right' };
      out.done(`${words[kind] ?? kind} ${what}${fields?.length ? `: ${fields.join(', ')}` : ''}`);
    },
  });
  return {}; // executions are found by the names of their state machines
}
