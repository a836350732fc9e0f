import { readFileSync } from 'node:fs';
import { demoAccounts, demoSettings } from '../demo/estate.mjs';
import { seed } from '../demo/seed.mjs';
import { output } from '../lib/output.mjs';
import { tour } from '../tour.mjs';

/** The profile demo of docker-compose.yml: what npm start does with the demo accounts, from a container of its own. */

const EMULATOR = 'http://moto:5000';
const out = output(process.stdout);
const port = process.env.PORT || '8084';
/** What is printed is read outside of the container. */
const outside = (text = '') =>
  text
    .replaceAll('http://api:8084', `http://localhost:${port}`)
    .replace('cat /data/', 'docker compose exec -T api cat /data/')
    .replace('in /data/', 'in the container api, /data/');
if (!process.env.COMPOSE_PROFILES) {
  // by --profile alone the service would not know of the emulator
  out.fail('Start the demo so: COMPOSE_PROFILES=demo docker compose up');
  process.exit(1);
}
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ||= 'true';
// another `up` starts this again, while the emulator may have gone on running
const { s3 } = await (await fetch(`${EMULATOR}/moto-api/data.json`)).json();
if (!s3?.FakeBucket?.length) {
  const step = out.progress('Filling the AWS emulator with the demo accounts');
  await seed(EMULATOR);
  step.done('Demo accounts ready');
}
await tour({
  url: 'http://api:8084',
  key: readFileSync('/data/bootstrap-key', 'utf8').trim(),
  keyFile: '/data/bootstrap-key',
  firstStart: false,
  accounts: demoAccounts,
  settings: demoSettings,
  notes: [],
  out: { ...out, line: (text) => out.line(outside(text)) },
});
process.exit(0); // the clients' sockets stay open for a while
