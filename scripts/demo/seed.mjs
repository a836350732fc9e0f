import { setTimeout as sleep } from 'node:timers/promises';

const EC2_SCOPE =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/ec2/aws4_request, SignedHeaders=host, Signature=0';

/**
 * Fills a fresh emulator with the demo accounts, once it answers: who started it says when it does not come. From one
 * seed and one call at a time, so that every resource has the same id at each start.
 */
export async function seed(endpoint) {
  const answers = () => fetch(`${endpoint}/moto-api/data.json`).then((answer) => answer.ok);
  while (!(await answers().catch(() => false))) await sleep(30);
  await fetch(`${endpoint}/moto-api/seed?a=42`, { method: 'POST' });
  const [{ fill }] = await Promise.all([import('./fill.mjs'), wakeEc2(endpoint)]);
  await fill(endpoint);
}

/** The emulator loads its EC2 at the first call, which takes as long as loading our clients: both at once. */
async function wakeEc2(endpoint) {
  const headers = { authorization: EC2_SCOPE, 'content-type': 'application/x-www-form-urlencoded' };
  await fetch(endpoint, { method: 'POST', headers, body: 'Action=DescribeInstances&Version=2016-11-15' });
}

/** node scripts/demo/seed.mjs ENDPOINT */
if (process.argv[1] === import.meta.filename) {
  await seed(process.argv[2]);
  process.exit(0); // the clients' sockets stay open for a while
}
