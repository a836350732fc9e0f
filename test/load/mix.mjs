import { OWN_WORKFLOW, scheduleOf } from './world.mjs';

/**
 * What clients ask, by groups with their share of all requests: people with the page open and other programs, so four
 * of five read. A group makes one request from the world and from chance (`random`: 0 to 1).
 */

const HOME = { region: 'us-east-1', account: '000000000000' };
const SEVERITIES = ['critical', 'high', 'medium', 'low'];
const CONTROLS = ['ec2_ebs_volume_unattached', 's3_bucket_unused', 'ec2_instance_idle', 'iam_user_unused'];
const FRAMEWORKS = ['cis-3.0', 'pci-dss-4.0', 'soc2', 'hipaa', 'gdpr', 'fsbp'];

const pick = (list, random) => list[Math.floor(random() * list.length)];
const read = (path) => ({ method: 'GET', path, role: 'viewer', expects: [200] });
const write = (method, path, body, expects, role = 'operator') => ({ method, path, body, role, expects });
const arnPath = (arn) => encodeURIComponent(arn);
const executionPath = ({ machine, name }) =>
  encodeURIComponent(`arn:aws:states:${HOME.region}:${HOME.account}:execution:${machine}:${name}`);

export const GROUPS = {
  'findings: list with filters': {
    share: 16,
    make: (tenant, random) =>
      read(
        pick(
          [
            `/findings?status=open&severity=${pick(SEVERITIES, random)}`,
            `/findings?status=open&accountId=${pick(tenant.accounts, random)}`,
            `/findings?controlId=${pick(CONTROLS, random)}&status=open&limit=20`,
            `/findings?status=open&severity=high,critical&region=eu-west-1`,
          ],
          random,
        ),
      ),
  },
  'findings: further pages': {
    share: 6,
    make: (tenant, random) => read(`/findings?status=open&cursor=${cursorOf(pick(tenant.findings, random))}`),
  },
  'findings: one': {
    share: 10,
    make: (tenant, random) => read(`/findings/${pick(tenant.findings, random)}`),
  },
  'resources: list with filters': {
    share: 7,
    make: (tenant, random) =>
      read(`/resources?type=AWS::EC2::Volume&accountId=${pick(tenant.accounts, random)}&region=us-east-1`),
  },
  'resources: one': {
    share: 6,
    make: (tenant, random) => read(`/resources/${arnPath(pick(tenant.resources, random))}`),
  },
  'resources: timeline': {
    share: 3,
    make: (tenant, random) => read(`/resources/${arnPath(pick(tenant.resources, random))}/timeline`),
  },
  'scores: history': {
    share: 4,
    make: (tenant, random) => read(`/scores/history?frameworkId=${pick(FRAMEWORKS, random)}`),
  },
  'scores: assessment': {
    share: 3,
    make: (_, random) => read(`/frameworks/${pick(FRAMEWORKS, random)}/assessment`),
  },
  'schedules: list, one, runs': {
    share: 10,
    make: (tenant, random) =>
      read(
        pick(
          [
            `/schedules?limit=50&scheduleType=load-${Math.floor(random() * 5)}`,
            `/schedules/${pick(tenant.schedules, random)}`,
            `/schedules/${pick(tenant.schedules, random)}/runs?limit=20`,
          ],
          random,
        ),
      ),
  },
  'workflows: list, status': {
    share: 8,
    make: (tenant, random) =>
      read(
        random() < 0.3
          ? '/workflows/list?limit=20'
          : `/workflows/${executionPath(pick(tenant.executions, random))}/status`,
      ),
  },
  'scans: list, one': {
    share: 3,
    make: (tenant, random) =>
      read(random() < 0.5 ? '/scans?limit=20' : `/scans/${pick(tenant.scans, random)}`),
  },
  'events: history, one': {
    share: 4,
    make: (tenant, random) =>
      read(random() < 0.6 ? '/events/history?limit=20' : `/events/${pick(tenant.events, random)}`),
  },
  'controls, deliveries, audit log': {
    share: 4,
    make: (_, random) =>
      read(pick(['/controls?limit=20', '/notifications/deliveries?limit=20', '/audit-log?limit=20'], random)),
    role: 'admin',
  },
  health: { share: 2, make: () => ({ ...read('/health/ready'), role: undefined }) },
  'write: create schedule': {
    share: 2,
    make: (_, random) => write('POST', '/schedules', scheduleOf(Math.floor(random() * 1000)), [201]),
  },
  'write: update schedule': {
    share: 3,
    make: (tenant, random) =>
      write(
        'PUT',
        `/schedules/${pick(tenant.schedules, random)}`,
        { description: `changed ${random()}` },
        [200],
      ),
  },
  'write: trigger event': {
    share: 3,
    make: (_, random) =>
      write(
        'POST',
        '/events/trigger',
        {
          eventType: 'assessment-completed',
          parameters: { framework: pick(FRAMEWORKS, random), score: Math.round(random() * 100) },
          triggeredBy: 'load@example.com',
        },
        [202],
      ),
  },
  'write: suppress finding': {
    share: 4,
    make: (tenant, random) =>
      write(
        'POST',
        `/findings/${pick(tenant.findings, random)}/suppress`,
        { reason: 'accepted until the move' },
        [200],
      ),
  },
  'write: start workflow': {
    share: 2,
    make: (_, random) =>
      write(
        'POST',
        '/workflows/start',
        {
          workflowType: OWN_WORKFLOW,
          parameters: { items: Array.from({ length: Math.floor(random() * 6) }, (_, i) => i) },
        },
        [202],
      ),
  },
};

/** As the service writes them (src/shared/paging.ts): an opaque text for its clients, but these are of the first page. */
const cursorOf = (id) => Buffer.from(JSON.stringify([id])).toString('base64url');

/** One request by chance: a group by its share, a tenant by its size, one of its keys that may. */
export function chooser(world, random, only) {
  const groups = Object.entries(GROUPS).filter(([name]) => only === undefined || name.includes(only));
  const total = groups.reduce((sum, [, { share }]) => sum + share, 0);
  return () => {
    let at = random() * total;
    const [name, group] = groups.find(([, { share }]) => (at -= share) < 0) ?? groups[0];
    let where = random();
    const tenant = world.tenants.find(({ share }) => (where -= share) < 0) ?? world.tenants[0];
    const request = group.make(tenant, random);
    const role = group.role ?? request.role;
    const key = role === undefined ? undefined : keyFor(tenant, role, random);
    return { ...request, name, key, tenantId: tenant.tenantId };
  };
}

const MAY = { viewer: ['viewer', 'operator', 'admin'], operator: ['operator', 'admin'], admin: ['admin'] };
const keyFor = (tenant, role, random) =>
  pick(
    tenant.keys.filter((one) => MAY[role].includes(one.role)),
    random,
  ).key;

/** The same requests for the same seed (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
