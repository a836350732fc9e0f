import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Which AWS account this start may read: found from the environment as the SDK would, and asked of AWS itself. */

const CHAIN_MS = 15_000;
const METADATA_MS = 1000;
const NOTHING_FOUND = /^Could not load credentials from any providers/;
const CREDENTIAL_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_PROFILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
];

/**
 * @typedef {{ accountId: string, arn: string, endpoint?: string }} Identity
 * @returns {Promise<Identity | { none: true } | { failed: string }>} none: no credentials anywhere;
 *   failed: there are some, but they do not work (in words)
 */
export async function findAccount() {
  const endpoint = process.env.AWS_ENDPOINT_URL || undefined;
  const pointed = CREDENTIAL_VARIABLES.filter((name) => process.env[name]);
  if (endpoint && pointed.length === 0 && isLoopback(endpoint)) {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
  }
  const given = pointed.length > 0 || endpoint !== undefined;
  if (!mayBeOnEc2()) {
    // There is no instance metadata to wait for, now or later.
    process.env.AWS_EC2_METADATA_DISABLED ||= 'true';
    if (!given && !hasProfiles()) return { none: true };
  }
  try {
    return { ...(await identify(given || hasProfiles() ? CHAIN_MS : METADATA_MS)), endpoint };
  } catch (error) {
    if (!given && NOTHING_FOUND.test(error.message)) return { none: true };
    return { failed: explain(error) };
  }
}

async function identify(patienceMs) {
  const [{ fromNodeProviderChain }, { STSClient, GetCallerIdentityCommand }] = await Promise.all([
    import('@aws-sdk/credential-providers'),
    import('@aws-sdk/client-sts'),
  ]);
  process.env.AWS_REGION ||= process.env.AWS_DEFAULT_REGION || (await profileRegion(STSClient));
  const find = fromNodeProviderChain({ timeout: METADATA_MS, maxRetries: 0 });
  const credentials = await within(
    patienceMs,
    find(),
    'Could not load credentials from any providers in time',
  );
  const sts = new STSClient({
    credentials,
    region: process.env.AWS_REGION,
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 5000, requestTimeout: 10_000 },
  });
  const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}));
  sts.destroy();
  return { accountId: Account, arn: Arn };
}

/** The region of the profile, where one says so. */
async function profileRegion(STSClient) {
  const client = new STSClient({});
  return client.config.region().catch(() => 'us-east-1');
}

async function within(ms, work, message) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error(message)), ms)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function explain(error) {
  const profile = process.env.AWS_PROFILE ? ` (AWS_PROFILE=${process.env.AWS_PROFILE})` : '';
  const name = error.name === 'Error' ? '' : `${error.name}: `;
  return `${name}${error.message || error.code || 'no reason given'}`.split('\n')[0] + profile;
}

const isLoopback = (url) => ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname);

function hasProfiles() {
  const folder = join(homedir(), '.aws');
  const files = [
    process.env.AWS_SHARED_CREDENTIALS_FILE || join(folder, 'credentials'),
    process.env.AWS_CONFIG_FILE || join(folder, 'config'),
  ];
  return files.some((file) => existsSync(file) && file !== '/dev/null');
}

/**
 * What AWS documents for telling an EC2 instance ("Detect whether a host is an EC2 instance"). Elsewhere the metadata
 * address is never tried: it would only cost time.
 */
function mayBeOnEc2() {
  if (process.platform !== 'linux') return true;
  const marks = [
    ['/sys/class/dmi/id/sys_vendor', /amazon/i],
    ['/sys/class/dmi/id/bios_version', /amazon/i],
    ['/sys/hypervisor/uuid', /^ec2/i],
  ];
  return marks.some(([file, mark]) => existsSync(file) && mark.test(readable(file)));
}

function readable(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Takes away all that could lead to a real account: credentials, profiles, roles, endpoints. */
export function forgetAws() {
  const leads =
    /^AWS_(ACCESS_KEY|SECRET|SESSION|PROFILE|DEFAULT_|ROLE_|WEB_IDENTITY|CONTAINER_|ENDPOINT_URL|ACCOUNT_ID)/;
  for (const name of Object.keys(process.env)) if (leads.test(name)) delete process.env[name];
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
}
