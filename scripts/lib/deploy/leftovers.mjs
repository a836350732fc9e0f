import { setTimeout as sleep } from 'node:timers/promises';
import { describe, eventsOf } from './stacks.mjs';

/** What a first try that failed has left behind, and how it goes away, so that the next one can begin. */

/** A database with its last snapshot and a cache take their time. */
const DELETION_MS = 90 * 60_000;
/** The name of a deleted queue is free again after 60 s (SQS API reference, DeleteQueue). */
const QUEUE_NAME_MS = 65_000;
const OWN_TYPE = 'AWS::CloudFormation::Stack';

/**
 * What refuses to be deleted while it is protected, and how it is let go. The rollback of a creation does not take
 * protection off by itself: it ends as ROLLBACK_FAILED, and the name is taken.
 */
const UNPROTECT = {
  'AWS::RDS::DBInstance': ({ rds }, id) =>
    rds.modifyDBInstance({ DBInstanceIdentifier: id, DeletionProtection: false, ApplyImmediately: true }),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ elb }, id) =>
    elb.modifyLoadBalancerAttributes({
      LoadBalancerArn: id,
      Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
    }),
};
const GONE = /^(DBInstanceNotFound|LoadBalancerNotFound|ResourceNotFound)/;
/** One that is still being made takes no change yet. */
const NOT_YET = /^InvalidDBInstanceState/;

/**
 * Whether a stack has ever been whole: DELETE_FAILED says it neither way. Events are kept for 90 days; where there is
 * none of its creation any more, it is taken for one that has worked.
 */
export async function hasWorked({ cloudformation }, StackName) {
  const own = (await eventsOf(cloudformation, StackName)).filter(
    ({ ResourceType, LogicalResourceId }) => ResourceType === OWN_TYPE && LogicalResourceId === StackName,
  );
  const has = (...statuses) => own.some(({ ResourceStatus }) => statuses.includes(ResourceStatus));
  if (has('CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE')) return true;
  return !has('CREATE_FAILED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED');
}

/**
 * Deletes a stack that has never worked, with what is protected in it. What a DeletionPolicy keeps stays.
 * @param {object} context with `cloudformation`, `rds`, `elb`, `logs`, `pollMs`; `emulated`: names are free at once
 * @throws Error that names what cannot be deleted, and why
 */
export async function deleteEmpty(context, StackName) {
  const { cloudformation, pollMs, emulated } = context;
  const until = Date.now() + DELETION_MS;
  const left = await resourcesLeft(cloudformation, StackName);
  for (const { type, id } of left) if (type in UNPROTECT) await unprotect(context, type, id, until);
  const before = await eventsOf(cloudformation, StackName);
  const seen = new Set(before.map(({ EventId }) => EventId));
  await cloudformation.deleteStack({ StackName });
  for (;;) {
    const stack = await describe(context, StackName);
    if (stack === undefined) break;
    if (stack.status === 'DELETE_FAILED') throw await stuck(cloudformation, StackName, seen);
    if (Date.now() > until) throw new Error(`The stack ${StackName} is still being deleted.`);
    await sleep(pollMs);
  }
  await deleteLateLogs(context, before);
  if (!emulated && left.some(({ type }) => type === 'AWS::SQS::Queue')) await sleep(QUEUE_NAME_MS);
}

async function resourcesLeft(cloudformation, StackName) {
  const all = [];
  let NextToken;
  do {
    const page = await cloudformation.listStackResources({ StackName, NextToken });
    all.push(...(page.StackResourceSummaries ?? []));
    ({ NextToken } = page);
  } while (NextToken);
  return all
    .filter(
      ({ PhysicalResourceId, ResourceStatus }) => PhysicalResourceId && ResourceStatus !== 'DELETE_COMPLETE',
    )
    .map(({ ResourceType, PhysicalResourceId }) => ({ type: ResourceType, id: PhysicalResourceId }));
}

async function unprotect(context, type, id, until) {
  for (;;) {
    try {
      await UNPROTECT[type](context, id);
      return;
    } catch (error) {
      if (GONE.test(error.name)) return;
      if (!NOT_YET.test(error.name) || Date.now() > until) throw error;
      await sleep(context.pollMs);
    }
  }
}

/**
 * RDS may write a last line when the log group has gone, which makes it again: it has a fixed name, and the next stack
 * could not have it. What was there before the stack was not made by it, and stays.
 */
async function deleteLateLogs({ logs }, events) {
  const made = events.filter(
    ({ ResourceType, ResourceStatus }) =>
      ResourceType === 'AWS::Logs::LogGroup' && ResourceStatus === 'CREATE_COMPLETE',
  );
  for (const { PhysicalResourceId: logGroupName } of made)
    await logs.deleteLogGroup({ logGroupName }).catch((error) => {
      if (!GONE.test(error.name)) throw error;
    });
}

/** The deletion names no reason of its own: the resources do. */
async function stuck(cloudformation, StackName, seen) {
  const failed = (await eventsOf(cloudformation, StackName)).filter(
    ({ EventId, ResourceType, ResourceStatus }) =>
      ResourceStatus === 'DELETE_FAILED' && ResourceType !== OWN_TYPE && !seen.has(EventId),
  );
  const ids = [...new Set(failed.map(({ LogicalResourceId }) => LogicalResourceId))];
  const why = failed.map(
    ({ LogicalResourceId, ResourceType, ResourceStatusReason }) =>
      `\n  ${LogicalResourceId} (${ResourceType}): ${ResourceStatusReason ?? 'no reason given'}`,
  );
  const keep =
    ids.length === 0
      ? ''
      : `\nDelete these by hand, or let them be where their names are not fixed: aws cloudformation delete-stack --stack-name ${StackName} --retain-resources ${ids.join(' ')}\nThen run this again.`;
  return new Error(
    `The stack ${StackName}, which was never made whole, could not be deleted.${why.join('')}${keep}`,
  );
}
