const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node ${process.versions.node} is too old: 20.19 or newer is needed (https://nodejs.org).`);
  process.exit(1);
}

const HELP = `npm start [-- --demo]

Starts Compliance Shepherd and all it needs, scans the AWS account it finds, and shows the findings.
Needs nothing but Node: packages, build and database are made at the first start.

  --demo   keeps away from AWS: reads the demo accounts of an emulator, whatever credentials there are
  --help   this text

Which account: AWS_ENDPOINT_URL or AWS credentials where there are any, otherwise the demo accounts (these
need Python 3.10 or newer with its venv module). Nothing there is changed until guardrails allow it.
PORT, DATA_DIR, DATABASE_URL, REDIS_URL … are described in .env.example.
Ctrl-C (or SIGTERM) stops the service, the emulator and the database, and exits with 0; once more: at once, with 130.
`;

// Loaded after the check above, which an old Node must live to see.
const { parseArgs } = await import('node:util');
const { ROOT } = await import('./lib/project.mjs');
process.chdir(ROOT);

let options;
try {
  options = parseArgs({
    options: { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  }).values;
} catch (error) {
  console.error(`${error.message}\n\n${HELP}`);
  process.exit(2);
}
if (options.help) console.log(HELP);
else await (await import('./lib/first-start.mjs')).firstStart({ demo: options.demo === true });
