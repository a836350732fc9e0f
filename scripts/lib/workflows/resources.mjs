import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/**
 * One kind of AWS resource each: read it, compare it with what is wanted, and make it so. `context` has the clients,
 * `home`, `tags`, `dryRun`, and `report(kind, what, fields)`.
 */

const RETENTION_SECONDS = '1209600'; // 14 days, the most that SQS has
/** A task whose outcome AWS does not take comes again after 2, 4, 8 … 30 s: for more than 20 minutes. */
const MOST_RECEIVES = 50;
const POLICY_NAME = 'workflows';
const TARGET_ID = 'status-queue';
/** A role that was just made is not known everywhere yet. */
const ROLE_PATIENCE_MS = 60_000;

/** A queue with its dead-letter queue. @returns {Promise<{ url: string, arn: string }>} */
export async function ensureQueue(context, name, access) {
  const dead = await ensureAttributes(context, `${name}Undelivered`, () => ({}));
  return ensureAttributes(context, name, (arn) => ({
    RedrivePolicy: { deadLetterTargetArn: dead.arn, maxReceiveCount: MOST_RECEIVES },
    Policy: access(arn),
  }));
}

async function ensureAttributes(context, name, more) {
  const { sqs, home, tags } = context;
  const arn = `arn:${home.partition}:sqs:${home.region}:${home.accountId}:${name}`;
  const wanted = { MessageRetentionPeriod: RETENTION_SECONDS, SqsManagedSseEnabled: 'true', ...more(arn) };
  const texts = (fields) =>
    Object.fromEntries(
      fields.map((field) => [
        field,
        typeof wanted[field] === 'string' ? wanted[field] : JSON.stringify(wanted[field]),
      ]),
    );
  let url = await missingAs(undefined, async () => (await sqs.getQueueUrl({ QueueName: name })).QueueUrl);
  const found = url && (await sqs.getQueueAttributes({ QueueUrl: url, AttributeNames: ['All'] })).Attributes;
  const differing = Object.keys(wanted).filter((field) => {
    const value = found?.[field];
    return value === undefined || !isDeepStrictEqual(parsed(value), parsed(texts([field])[field]));
  });
  await settle(context, `queue ${name}`, found !== undefined, differing, async () => {
    if (url === undefined) {
      const Attributes = texts(Object.keys(wanted));
      url = (await sqs.createQueue({ QueueName: name, Attributes, tags })).QueueUrl;
    } else await sqs.setQueueAttributes({ QueueUrl: url, Attributes: texts(differing) });
  });
  return { arn, url: url ?? `https://sqs.${home.region}.amazonaws.com/${home.accountId}/${name}` };
}

export async function ensureRole(context, RoleName, trust, policy) {
  const { iam, tags } = context;
  const found = await missingAs(undefined, async () => (await iam.getRole({ RoleName })).Role);
  const document = await missingAs(
    undefined,
    async () => found && (await iam.getRolePolicy({ RoleName, PolicyName: POLICY_NAME })).PolicyDocument,
  );
  const isSame = (text, wanted) => isDeepStrictEqual(text && JSON.parse(decodeURIComponent(text)), wanted);
  const differing = [
    ...(isSame(found?.AssumeRolePolicyDocument, trust) ? [] : ['trust']),
    ...(isSame(document, policy) ? [] : ['policy']),
  ];
  await settle(context, `role ${RoleName}`, found !== undefined, differing, async () => {
    const trusted = JSON.stringify(trust);
    if (found === undefined) {
      const Description = 'Step Functions, for the workflows of Compliance Shepherd';
      const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
      await iam.createRole({ RoleName, Description, AssumeRolePolicyDocument: trusted, Tags });
    } else if (differing.includes('trust')) {
      await iam.updateAssumeRolePolicy({ RoleName, PolicyDocument: trusted });
    }
    await iam.putRolePolicy({ RoleName, PolicyName: POLICY_NAME, PolicyDocument: JSON.stringify(policy) });
  });
}

export async function ensureStateMachine(context, machine, { roleArn, logGroupArn }) {
  const { sfn } = context;
  const { arn: stateMachineArn, stateMachineName: name, version } = machine;
  const found = await missingAs(undefined, () => sfn.describeStateMachine({ stateMachineArn }));
  const wanted = {
    definition: machine.definition,
    roleArn,
    loggingConfiguration: logging(logGroupArn),
    tracingConfiguration: { enabled: true },
  };
  const tags = { ...context.tags, version };
  const isThere = {
    ...found,
    definition: found && JSON.parse(found.definition),
    loggingConfiguration: found && withoutDefaults(found.loggingConfiguration),
  };
  const differing = [
    ...Object.keys(wanted).filter((field) => !isDeepStrictEqual(isThere[field], wanted[field])),
    ...(isDeepStrictEqual(found && (await tagsOf(sfn, stateMachineArn, tags)), tags) ? [] : ['tags']),
  ];
  const given = { ...wanted, definition: JSON.stringify(machine.definition) };
  const tagList = Object.entries(tags).map(([key, value]) => ({ key, value }));
  await settle(context, `state machine ${name}`, found !== undefined, differing, async () => {
    if (found === undefined) {
      await whenRoleIsKnown(() =>
        sfn.createStateMachine({ name, type: 'STANDARD', ...given, tags: tagList }),
      );
      return;
    }
    if (differing.some((field) => field !== 'tags')) {
      await whenRoleIsKnown(() => sfn.updateStateMachine({ stateMachineArn, ...given }));
    }
    if (differing.includes('tags')) await sfn.tagResource({ resourceArn: stateMachineArn, tags: tagList });
  });
}

/** Payloads hold what tenants pass on: they stay out of the logs. */
const logging = (logGroupArn) =>
  logGroupArn === undefined
    ? { level: 'OFF', includeExecutionData: false }
    : {
        level: 'ALL',
        includeExecutionData: false,
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }],
      };

const withoutDefaults = ({ level = 'OFF', includeExecutionData = false, destinations = [] } = {}) => ({
  level,
  includeExecutionData,
  ...(destinations.length > 0 ? { destinations } : {}),
});

/** Those of ours; somebody else's stay. */
async function tagsOf(sfn, resourceArn, ours) {
  const { tags = [] } = await sfn.listTagsForResource({ resourceArn });
  return Object.fromEntries(tags.filter(({ key }) => key in ours).map(({ key, value }) => [key, value]));
}

export async function ensureRule(context, Name, machines, queueArn) {
  const { eventbridge, tags } = context;
  const pattern = {
    source: ['aws.states'],
    'detail-type': ['Step Functions Execution Status Change'],
    detail: { stateMachineArn: machines.map(({ arn }) => arn).sort() },
  };
  const found = await missingAs(undefined, () => eventbridge.describeRule({ Name }));
  const { Targets = [] } = (await missingAs({}, () => eventbridge.listTargetsByRule({ Rule: Name }))) ?? {};
  const differing = [
    ...(isDeepStrictEqual(parsed(found?.EventPattern ?? ''), pattern) ? [] : ['pattern']),
    ...(found?.State === 'ENABLED' ? [] : ['state']),
    ...(Targets.some(({ Id, Arn }) => Id === TARGET_ID && Arn === queueArn) ? [] : ['target']),
  ];
  await settle(context, `rule ${Name}`, found !== undefined, differing, async () => {
    await eventbridge.putRule({
      Name,
      Description: 'Tells Compliance Shepherd how its executions stand',
      EventPattern: JSON.stringify(pattern),
      State: 'ENABLED',
      // a rule that is there takes no tags by PutRule
      ...(found === undefined ? { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) } : {}),
    });
    await eventbridge.putTargets({ Rule: Name, Targets: [{ Id: TARGET_ID, Arn: queueArn }] });
  });
}

async function settle({ dryRun, report }, what, isThere, differing, apply) {
  if (isThere && differing.length === 0) return report('unchanged', what);
  if (!dryRun) await apply();
  return isThere ? report('changed', what, differing) : report('created', what);
}

async function whenRoleIsKnown(call) {
  for (const began = Date.now(); ; await sleep(3_000)) {
    try {
      return await call();
    } catch (error) {
      if (error.name === 'InvalidLoggingConfiguration') {
        const hint = 'aws logs create-log-group --log-group-name NAME makes one, --no-logging does without';
        throw new Error(`${error.message} (is the log group there? ${hint})`, { cause: error });
      }
      const isRole =
        /AccessDenied/.test(error.name) && /assume|role|create managed-rule/i.test(error.message);
      if (!isRole || Date.now() - began > ROLE_PATIENCE_MS) throw error;
    }
  }
}

const MISSING = /NoSuchEntity|NotFound|NonExistent|DoesNotExist|QueueDoesNotExist/;

async function missingAs(value, read) {
  try {
    return await read();
  } catch (error) {
    if (MISSING.test(error.name)) return value;
    throw error;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
