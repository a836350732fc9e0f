import { z } from 'zod';
import { organizationVariables } from './organization-variables.js';
import { attackVariables } from './attack-variables.js';
import { replacedKeyNames, replacedKeys } from './supply-variables.js';
import { telemetryVariables } from './telemetry-variables.js';
import { notificationVariables, reportVariables } from './told-variables.js';
import { retentionVariables } from './retention-variables.js';
import { arn, flag, optional, region, url, wholeNumber } from './variable-kinds.js';

/** A variable that is set to nothing counts as not set, as docker compose passes `${NAME:-}`. */
const groups = {
  service: {
    ENVIRONMENT: z
      .string()
      .regex(/^[a-z][a-z0-9-]{0,30}$/, 'must be a short lower-case name')
      .default('dev')
      .describe('Name of this installation; part of state machine names and metrics'),
    ROLE: z
      .enum(['all', 'api', 'worker'])
      .default('all')
      .describe('What this process does: serve the API, do the work, or both'),
    HOST: z.string().min(1).default('127.0.0.1').describe('Address to listen on'),
    PORT: wholeNumber(0, 65_535).default(8084).describe('Port to listen on; 0 takes a free one'),
    PUBLIC_URL: optional(url('http', 'https')).describe(
      'Address under which people reach the service, for links',
    ),
    DATA_DIR: z.string().min(1).default('.shepherd').describe('Folder for what the service keeps on disk'),
    SERVICE_VERSION: optional(z.string().min(1)).describe(
      "Version shown in logs and at /health; the package's own by default",
    ),
    LOG_LEVEL: z
      .string()
      .transform((v) => v.toUpperCase())
      .pipe(z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']))
      .default('INFO')
      .describe('Least level that is logged'),
    DEBUG: flag(false).describe('true is the same as LOG_LEVEL=DEBUG'),
  },
  database: {
    DATABASE_URL: optional(url('postgresql', 'postgres')).describe(
      'PostgreSQL 15 or newer; not set: an embedded one under DATA_DIR',
    ),
    DATABASE_POOL: wholeNumber(2, 200).default(12).describe('Connections of this process to PostgreSQL'),
    REDIS_URL: optional(url('redis', 'rediss')).describe(
      'Redis 6.2 or newer for the queue; not set: the queue lives in PostgreSQL',
    ),
    JOB_CONCURRENCY: wholeNumber(1, 64)
      .default(8)
      .describe('Jobs that one worker process runs at once, in each lane'),
  },
  access: {
    SHEPHERD_API_KEY: optional(z.string().min(32, 'must have 32 characters or more')).describe(
      'Bootstrap platform key; not set: made at first start and kept in DATA_DIR',
    ),
    SECRETS_KEY: optional(
      z.string().refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64'),
    ).describe(
      'Key that secrets are encrypted with at rest; not set: made at first start and kept in DATA_DIR',
    ),
    SECRETS_KMS_KEY_ARN: optional(arn('kms')).describe(
      'KMS key that wraps such a key instead; several machines then need no SECRETS_KEY',
    ),
    ...replacedKeys,
    RATE_LIMIT_PER_KEY: wholeNumber(1, 1_000_000)
      .default(2000)
      .describe('Requests a second that one API key may make'),
    RATE_LIMIT_PER_ADDRESS: wholeNumber(1, 1_000_000)
      .default(20)
      .describe('Requests a second without a valid key, per address'),
    TRUST_PROXY: wholeNumber(0, 10)
      .default(0)
      .describe('Number of proxies in front whose X-Forwarded-For is believed'),
    ...attackVariables,
  },
  aws: {
    AWS_REGION: region.default('us-east-1').describe('Home region: STS, account-wide calls and the queues'),
    AWS_ACCOUNT_ID: optional(z.string().regex(/^\d{12}$/, 'must have 12 digits')).describe(
      'Home account, as the specs name it; the service asks STS and does not need it',
    ),
    AWS_ENDPOINT_URL: optional(url('http', 'https')).describe('Address of an AWS emulator'),
    AWS_CALLS_PER_SECOND: wholeNumber(1, 1000)
      .default(50)
      .describe('Calls a second at most, per account, region and service; S3 takes four times as many'),
    AWS_TOTAL_CALLS_PER_SECOND: wholeNumber(1, 10_000)
      .default(400)
      .describe('Calls of one process in any one second, over all accounts, regions and services'),
    AWS_CONCURRENT_CALLS: wholeNumber(1, 200)
      .default(20)
      .describe('Calls under way at most, per account, region and service'),
    AWS_MAX_ATTEMPTS: wholeNumber(1, 10)
      .default(5)
      .describe('Tries of one call, the first included; what then is still throttled counts as not read'),
    INVENTORY_ROLE_NAME: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'must be an IAM role name')
      .default('QrieInventoryRole')
      .describe(
        'Role assumed in an account that is registered without a role ARN and is not the home account',
      ),
    WORKFLOW_ENGINE: z
      .enum(['local', 'aws'])
      .default('local')
      .describe('Who runs workflows: this service, or AWS Step Functions'),
    TASK_QUEUE_URL: optional(url('http', 'https')).describe(
      'SQS queue that gets the tasks of state machines on Step Functions, with their tokens',
    ),
    STATUS_QUEUE_URL: optional(url('http', 'https')).describe(
      'SQS queue that gets the status changes of executions on Step Functions',
    ),
    STEP_FUNCTIONS_ROLE_ARN: optional(arn('iam')).describe(
      'Role that Step Functions takes to run the state machines',
    ),
    COMPLIANCE_SCAN_WORKFLOW_ARN: optional(arn('states')).describe(
      'State machine of compliance-scan on Step Functions',
    ),
    REMEDIATION_WORKFLOW_ARN: optional(arn('states')).describe(
      'State machine of remediation on Step Functions',
    ),
    COMPLIANCE_ASSESSMENT_WORKFLOW_ARN: optional(arn('states')).describe(
      'State machine of compliance-assessment on Step Functions',
    ),
    INCIDENT_RESPONSE_WORKFLOW_ARN: optional(arn('states')).describe(
      'State machine of incident-response on Step Functions',
    ),
    AUDIT_PACK_GENERATION_WORKFLOW_ARN: optional(arn('states')).describe(
      'State machine of audit-pack-generation on Step Functions',
    ),
    CONTINUOUS_MONITORING_WORKFLOW_ARN: optional(arn('states')).describe(
      'State machine of continuous-monitoring on Step Functions',
    ),
    WORKFLOW_TASK_CONCURRENCY: wholeNumber(1, 1000)
      .default(100)
      .describe('Tasks of workflows that one worker process runs at once'),
    WORKFLOW_MAX_RUNNING: wholeNumber(1, 100_000)
      .default(1000)
      .describe('Executions of one tenant that run at once; more wait as PENDING_START'),
    EXECUTION_RETENTION_DAYS: wholeNumber(1, 3650)
      .default(90)
      .describe('Days for which ended executions and their history are kept'),
    SCAN_ENVIRONMENT_FUNCTION: z
      .string()
      .min(1)
      .default('scan-environment')
      .describe('Name of the scan task in workflow definitions'),
    FINDINGS_STORAGE_FUNCTION: z
      .string()
      .min(1)
      .default('findings-storage')
      .describe('Name of the findings task in workflow definitions'),
    APPLY_FIX_FUNCTION: z
      .string()
      .min(1)
      .default('apply-fix')
      .describe('Name of the fix task in workflow definitions'),
    SCAN_WAIT_SECONDS: wholeNumber(0, 300)
      .default(60)
      .describe(
        'Seconds that POST /scans/compliance and /scans/vulnerabilities wait for the result by default',
      ),
  },
  schedules: {
    SCHEDULER_ENGINE: z
      .enum(['bullmq', 'eventbridge'])
      .default('bullmq')
      .describe('Who tells when a schedule is due: this service, or EventBridge Scheduler'),
    SCHEDULER_QUEUE_URL: optional(url('http', 'https')).describe(
      'SQS queue that gets the fires of EventBridge Scheduler',
    ),
    SCHEDULER_ROLE_ARN: optional(arn('iam')).describe(
      'Role that EventBridge Scheduler takes to write to that queue',
    ),
    SCHEDULER_DLQ_ARN: optional(arn('sqs')).describe(
      'SQS queue for fires that EventBridge Scheduler could not deliver',
    ),
    SCHEDULER_KMS_KEY_ARN: optional(arn('kms')).describe(
      'KMS key for schedules kept by EventBridge Scheduler',
    ),
    SCHEDULE_RUN_RETENTION_DAYS: wholeNumber(1, 3650)
      .default(90)
      .describe('Days for which ended runs of schedules are kept'),
  },
  events: {
    EVENTS_QUEUE_URL: optional(
      z
        .string()
        .transform((text) => text.split(',').map((one) => one.trim()))
        .pipe(z.array(url('http', 'https')).min(1)),
    ).describe('SQS queue with CloudTrail and other events of AWS; several are divided by commas'),
    EVENTS_DLQ_URL: optional(url('http', 'https')).describe(
      "SQS queue for messages that are no events; not set: the one of the queue's own redrive policy",
    ),
    EVENTS_MAX_RECEIVES: wholeNumber(1, 1000)
      .default(5)
      .describe('Times that a message is received before it counts as poison'),
    EVENTS_RECEIVERS: wholeNumber(1, 64)
      .default(8)
      .describe('Receives under way at most, per queue, while there is a backlog'),
    EVENTS_QUIET_MS: wholeNumber(0, 60_000)
      .default(250)
      .describe('Milliseconds without an event after which a resource is described'),
    EVENTS_SESSION_NAME: z
      .string()
      .min(2)
      .default('qrie-event-processor-{account_id}')
      .describe('Session name in the accounts, as their CloudTrail shows it'),
    EVENT_RETENTION_DAYS: wholeNumber(1, 3650)
      .default(400)
      .describe('Days for which events are kept, in whole months'),
    EVENT_ERROR_RATE_PERCENT: wholeNumber(1, 100)
      .default(5)
      .describe('Share of failed events, over 15 minutes, that raises an alert'),
    EVENT_BUS_NAME: optional(z.string().regex(/^[/.\w-]{1,1600}$|^arn:/, 'must be an event bus')).describe(
      'EventBridge bus that gets what happens here',
    ),
    REMEDIATION_ROLE_NAME: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'must be an IAM role name')
      .default('ShepherdRemediationRole')
      .describe('Role that fixes are made with; its events start nothing'),
  },
  organization: organizationVariables,
  notifications: notificationVariables,
  reports: reportVariables,
  retention: retentionVariables,
  telemetry: telemetryVariables,
};

export const variableGroups = groups;

export const variables = z.object({
  ...groups.service,
  ...groups.database,
  ...groups.access,
  ...groups.aws,
  ...groups.schedules,
  ...groups.events,
  ...groups.organization,
  ...groups.notifications,
  ...groups.reports,
  ...groups.retention,
  ...groups.telemetry,
});

/** Variables whose values never appear in output. */
export const secretVariables: readonly string[] = [
  ...['DATABASE_URL', 'REDIS_URL', 'SHEPHERD_API_KEY', 'SECRETS_KEY', 'SLACK_WEBHOOK_URL', 'SMTP_URL'],
  ...replacedKeyNames,
];
