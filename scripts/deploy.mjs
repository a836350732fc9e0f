import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HELP, readOptions, Refused } from './lib/deploy/options.mjs';
import { output } from './lib/output.mjs';
import { endRunning } from './lib/processes.mjs';
import { dataDir, install, ROOT, shown } from './lib/project.mjs';

const out = output(process.stdout);
const CHANGES = 2;
const MISCONFIGURED = 78;
process.chdir(ROOT);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    out.settle();
    out.line('\n  Stopped. What CloudFormation has begun goes on; run this again to go on with it.');
    void endRunning().then(() => process.exit(130));
  });
}
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
process.exit(await main());

async function main() {
  try {
    const options = readOptions(process.argv.slice(2), process.env);
    if (options.help) {
      process.stdout.write(HELP);
      return 0;
    }
    await install(out);
    return await deploy(options);
  } catch (error) {
    out.settle();
    out.fail(error.message);
    return error instanceof Refused ? MISCONFIGURED : 1;
  }
}

async function deploy(options) {
  const { connect } = await import('./lib/deploy/connection.mjs');
  const [{ deployHome }, { deployMember, deployOrganization }, told] = await Promise.all([
    import('./lib/deploy/home.mjs'),
    import('./lib/deploy/accounts.mjs'),
    import('./lib/deploy/told.mjs'),
  ]);
  const context = await connect(options, out);
  const { counts, home, mode } = context;
  try {
    out.line(`  Account ${home.accountId}, region ${home.region}, as ${home.arn}\n`);
    const run = { home: deployHome, member: deployMember, organization: deployOrganization }[options.what];
    const outputs = await run(context, options);
    const changes = counts.created + counts.changed;
    if (mode === 'deploy') {
      save(context, options, outputs);
      const tell = { home: told.tellHome, member: told.tellMember, organization: told.tellOrganization };
      tell[options.what](context, outputs, options.parameters);
    }
    const done = `${counts.created} created, ${counts.changed} changed`;
    out.line('');
    out.line(changes === 0 ? 'nothing changed' : mode === 'deploy' ? done : `would be: ${done}`);
    return mode !== 'deploy' && changes > 0 && options.detailedExitCode ? CHANGES : 0;
  } finally {
    context.close();
  }
}

/** For scripts of others: what the stacks say. No secret is among it. */
function save({ home }, { what, environment }, outputs) {
  mkdirSync(dataDir(), { recursive: true });
  const file = join(dataDir(), `deploy-${what === 'home' ? environment : what}.json`);
  const { accountId, region } = home;
  writeFileSync(
    file,
    `${JSON.stringify({ deployedAt: new Date().toISOString(), accountId, region, outputs }, null, 2)}\n`,
  );
  out.line(`  Saved to ${shown(file)}`);
}
