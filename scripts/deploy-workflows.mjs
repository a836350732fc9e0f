import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { output } from './lib/output.mjs';
import { endRunning } from './lib/processes.mjs';
import { build, dataDir, install, ROOT, shown } from './lib/project.mjs';

const HELP = `npm run deploy:workflows -- [--dry-run] [--no-logging] [--log-group NAME]

Makes or changes in AWS what WORKFLOW_ENGINE=aws needs, with the credentials and in the region of the environment: the
queues for tasks and status changes, the rule that fills the second, the role of the state machines, and a state machine
for each workflow of the service, with tags, logs and X-Ray traces. A second run changes nothing. It deletes nothing.

  --dry-run         only says what it would do
  --log-group NAME  CloudWatch log group of the executions; it must be there (default: ${'/aws/vendedlogs/states/'}
                    compliance-shepherd-ENVIRONMENT)
  --no-logging      state machines write no logs

STEP_FUNCTIONS_ROLE_ARN, TASK_QUEUE_URL and STATUS_QUEUE_URL, where set, name what is there already and is left alone.
`;

const out = output(process.stdout);
process.chdir(ROOT);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => void endRunning().then(() => process.exit(130)));
}
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
process.exit(await main());

async function main() {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      'no-logging': { type: 'boolean', default: false },
      'log-group': { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  try {
    await install(out);
    await build(out);
    return await deploy(values);
  } catch (error) {
    out.fail(error.message);
    return 1;
  }
}

async function deploy({ 'dry-run': dryRun, 'no-logging': noLogging, 'log-group': logGroup }) {
  const { deployWorkflows } = await import('./lib/workflows/deployment.mjs');
  const environment = process.env.ENVIRONMENT || 'dev';
  const counts = { created: 0, changed: 0, unchanged: 0 };
  const result = await deployWorkflows({
    region: process.env.AWS_REGION || 'us-east-1',
    environment,
    roleArn: process.env.STEP_FUNCTIONS_ROLE_ARN || undefined,
    taskQueueUrl: process.env.TASK_QUEUE_URL || undefined,
    statusQueueUrl: process.env.STATUS_QUEUE_URL || undefined,
    logGroup: noLogging
      ? undefined
      : (logGroup ?? `/aws/vendedlogs/states/compliance-shepherd-${environment}`),
    dryRun,
    report: (kind, what, fields) => {
      counts[kind]++;
      const verb = dryRun ? { created: 'would create', changed: 'would change', unchanged: 'is right' } : {};
      out.done(`${verb[kind] ?? kind} ${what}${fields?.length ? `: ${fields.join(', ')}` : ''}`);
    },
  });
  if (!dryRun) {
    mkdirSync(dataDir(), { recursive: true });
    const file = join(dataDir(), 'deploy-workflows.json');
    writeFileSync(file, `${JSON.stringify({ deployedAt: new Date().toISOString(), ...result }, null, 2)}\n`);
    out.line(`\n  Saved to ${shown(file)}. To be set for the service:\n`);
    for (const [name, value] of Object.entries(result.variables)) out.line(`${name}=${value}`);
    out.line('');
  }
  const done = `${counts.created} created, ${counts.changed} changed`;
  if (counts.created + counts.changed === 0) out.line('nothing changed');
  else out.line(dryRun ? `would be: ${done}` : done);
  return 0;
}
