/** What the demo accounts hold: a small company, with what is in use and what was forgotten. Pure data. */

export const HOME = '123456789012';
export const SANDBOX = '210987654321';
export const ROLE_NAME = 'ComplianceShepherdReadRole';
export const EXTERNAL_ID = 'shepherd-demo';
export const EXEMPT = { 'shepherd:exempt': 'true' };

/** The accounts as the tour registers them. */
export const demoAccounts = [
  { accountId: HOME, name: 'Acme production', regions: null },
  {
    accountId: SANDBOX,
    name: 'Acme sandbox',
    roleArn: `arn:aws:iam::${SANDBOX}:role/${ROLE_NAME}`,
    externalId: EXTERNAL_ID,
    regions: null,
  },
];

/** The emulator dates all it makes today: with ages of 0 days what looks forgotten is found all the same. */
export const demoSettings = {
  thresholds: {
    stoppedInstanceDays: 0,
    idleInstanceDays: 0,
    unattachedVolumeDays: 0,
    emptyBucketDays: 0,
    unusedUserDays: 0,
    unusedAccessKeyDays: 0,
  },
  exemptTags: [{ key: 'shepherd:exempt', value: 'true' }],
};

const production = (Owner) => ({ Environment: 'production', Owner, CostCenter: 'cc-1010' });
const staging = (Owner) => ({ Environment: 'staging', Owner, CostCenter: 'cc-1020' });
const research = (Owner) => ({ Environment: 'research', Owner, CostCenter: 'cc-2040' });
const untagged = {};

/**
 * instances: cpu is the daily average in per cent (none: no metrics); data: a second disk; address: a public address.
 * volumes: disks that hang on nothing. addresses: names of those without an instance.
 */
export const estates = [
  {
    account: HOME,
    regions: {
      'us-east-1': {
        instances: [
          { name: 'web-1', type: 't3.large', cpu: 41, tags: production('web'), address: true },
          { name: 'web-2', type: 't3.large', cpu: 38, tags: production('web') },
          {
            name: 'api-1',
            type: 'm5.large',
            cpu: 57,
            tags: production('api'),
            data: { size: 200, type: 'gp3' },
          },
          { name: 'report-builder', type: 'm5.xlarge', cpu: 1.3, tags: production('finance') },
          { name: 'bastion', type: 't3.micro', cpu: 0.4, tags: { ...production('platform'), ...EXEMPT } },
          {
            name: 'jenkins-old',
            type: 't3.medium',
            stopped: true,
            tags: staging('platform'),
            data: { size: 100, type: 'gp2' },
          },
          {
            name: 'analytics-poc',
            type: 'r5.large',
            stopped: true,
            tags: research('data'),
            data: { size: 500, type: 'gp2' },
          },
        ],
        volumes: [
          { name: 'pg-migration-copy', size: 250, type: 'gp2', tags: production('data') },
          { name: 'orders-db-before-upgrade', size: 200, type: 'io1', iops: 3000, tags: production('data') },
          { name: 'jenkins-workspace', size: 50, type: 'gp3', tags: staging('platform') },
          { name: 'clickstream-raw', size: 500, type: 'st1', tags: research('data') },
          {
            name: 'forensics-2026-03',
            size: 40,
            type: 'gp3',
            tags: { ...production('security'), ...EXEMPT },
          },
        ],
        addresses: ['old-load-balancer'],
      },
      'eu-west-1': {
        instances: [
          { name: 'web-eu-1', type: 't3.large', cpu: 33, tags: production('web'), address: true },
          { name: 'invoice-worker-eu', type: 'c5.large', cpu: 2.1, tags: production('finance') },
          { name: 'summit-demo', type: 'm5.large', stopped: true, tags: untagged },
        ],
        volumes: [
          { name: 'mailarchive-copy', size: 120, type: 'gp3', tags: production('it') },
          { name: '', size: 8, type: 'gp2', tags: untagged },
        ],
        addresses: ['vpn-2024', 'partner-allowlist'],
      },
      'ap-south-1': {
        instances: [
          { name: 'api-apac-1', type: 't3.medium', cpu: 46, tags: production('api') },
          { name: 'loadtest-runner', type: 'c5.xlarge', stopped: true, tags: staging('qa') },
        ],
        volumes: [
          { name: 'loadtest-results', size: 500, type: 'sc1', tags: staging('qa') },
          { name: 'legacy-erp', size: 80, type: 'standard', tags: untagged },
        ],
        addresses: [],
      },
    },
    buckets: [
      {
        name: 'acme-web-assets',
        region: 'us-east-1',
        objects: ['app.js', 'app.css', 'logo.svg'],
        tags: production('web'),
      },
      {
        name: 'acme-invoices-eu',
        region: 'eu-west-1',
        objects: ['2026/10/1001.pdf', '2026/11/1002.pdf'],
        tags: production('finance'),
      },
      {
        name: 'acme-terraform-state',
        region: 'us-east-1',
        objects: ['production.tfstate'],
        tags: production('platform'),
      },
      { name: 'acme-upload-tmp', region: 'us-east-1', objects: [], tags: staging('web') },
      { name: 'acme-datalake-2024', region: 'ap-south-1', objects: [], tags: research('data') },
      {
        name: 'acme-legal-hold',
        region: 'eu-west-1',
        objects: [],
        tags: { ...production('legal'), ...EXEMPT },
      },
    ],
    users: [
      { name: 'alice.meyer', console: true, keys: [], tags: { Owner: 'web' } },
      { name: 'bob.tanaka', console: true, keys: ['used'], tags: { Owner: 'platform' } },
      { name: 'ci-deployer', keys: ['used'], tags: { Owner: 'platform' } },
      { name: 'legacy-backup', keys: ['Inactive'], tags: { Owner: 'it' } },
      { name: 'reporting-svc', keys: ['Active', 'Inactive'], tags: { Owner: 'finance' } },
      { name: 'break-glass', console: true, keys: [], tags: { Owner: 'security', ...EXEMPT } },
    ],
  },
  {
    account: SANDBOX,
    regions: {
      'us-east-1': {
        instances: [
          { name: 'sandbox-dev', type: 't3.medium', cpu: 0.9, tags: research('dev') },
          {
            name: 'ml-experiment',
            type: 'm5.2xlarge',
            stopped: true,
            tags: research('data'),
            data: { size: 300, type: 'gp3' },
          },
        ],
        volumes: [{ name: 'ml-training-set', size: 400, type: 'gp3', tags: research('data') }],
        addresses: ['sandbox-test'],
      },
      'eu-west-1': {
        instances: [{ name: 'kafka-trial', type: 'm5.large', cpu: 24, tags: research('dev') }],
        volumes: [],
        addresses: [],
      },
      'ap-south-1': {
        instances: [],
        volumes: [{ name: 'course-material', size: 30, type: 'gp2', tags: research('dev') }],
        addresses: [],
      },
    },
    buckets: [
      {
        name: 'acme-sandbox-models',
        region: 'us-east-1',
        objects: ['churn-v3.onnx'],
        tags: research('data'),
      },
      { name: 'acme-sandbox-scratch', region: 'us-east-1', objects: [], tags: untagged },
    ],
    users: [
      { name: 'intern-2025', console: true, keys: ['Active'], tags: { Owner: 'dev' } },
      { name: 'terraform-sandbox', keys: ['used'], tags: { Owner: 'platform', ...EXEMPT } },
    ],
  },
];
