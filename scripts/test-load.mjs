import { parseArgs } from 'node:util';
import { writeReport } from '../test/load/report.mjs';
import { load } from '../test/load/run.mjs';
import { output } from './lib/output.mjs';
import { build, install, ROOT } from './lib/project.mjs';
import { stopping } from './lib/stopping.mjs';

const HELP = `npm run test:load -- [--seconds 60] [--rate 500] [--soak MINUTES] [--processes 2] [--size 1]
                    [--postgres debian|embedded] [--only GROUP] [--statements 10] [--profile DIR]
                    [--node-options=OPTIONS] [--no-ceiling] [--json] [--write]

Runs the service as it is deployed (dist/main.js, ROLE=all) with a PostgreSQL and a Redis of its own and a year of data
of five tenants, and asks it --rate requests a second for --seconds, open loop, four reads for each write; then as many
as it can do, by autocannon; then the same rate of --processes processes. With --soak it then runs for so many minutes
under everything at once (requests, events, scans, schedules, messages), and looks whether memory or a table grows.

Prints each group's latencies, CPU and memory, and which goals are met; --json prints one line of JSON instead; --write
puts the tables into docs/load.md. Ends with 1 where an answer was not the expected one or a write is not there: a goal
that is missed is only told, as it depends on the machine. --size makes a share of the data. --statements prints what
PostgreSQL spent its time on, --profile writes a CPU profile of the service, --node-options takes the place of the
image's NODE_OPTIONS.
`;

const { stops, end } = stopping();
process.chdir(ROOT);
let code = 0;
try {
  const { values } = parseArgs({
    options: {
      ...{ seconds: { type: 'string', default: '60' }, rate: { type: 'string', default: '500' } },
      ...{ soak: { type: 'string', default: '0' }, postgres: { type: 'string' }, only: { type: 'string' } },
      ...{ size: { type: 'string', default: '1' }, processes: { type: 'string', default: '2' } },
      ...{ statements: { type: 'string', default: '0' } },
      ...{
        profile: { type: 'string' },
        'node-options': { type: 'string' },
        'no-ceiling': { type: 'boolean' },
        json: { type: 'boolean' },
        write: { type: 'boolean' },
      },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) console.log(HELP);
  else {
    const out = output(process.stderr);
    await install(out);
    await build(out);
    const figures = await load(out, stops, {
      ...{ seconds: Number(values.seconds), rate: Number(values.rate), soakMinutes: Number(values.soak) },
      ...{
        postgres: values.postgres,
        only: values.only,
        profile: values.profile,
        nodeOptions: values['node-options'],
      },
      ...{
        size: Number(values.size),
        processes: Number(values.processes),
        statements: Number(values.statements),
        ceiling: values['no-ceiling'] !== true,
      },
    });
    if (values.json) console.log(JSON.stringify(figures));
    else writeReport(figures, process.stdout);
    if (values.write) writeReport(figures);
    if (figures.failures.length > 0) {
      code = 1;
      console.error(`\nFailed:\n${figures.failures.map((one) => `  - ${one}`).join('\n')}`);
    }
  }
} catch (error) {
  code = 1;
  console.error(error.stack);
}
await end(code);
