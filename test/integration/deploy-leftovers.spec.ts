import { describe, expect, it } from '@jest/globals';
import { deleteEmpty, hasWorked } from '../../scripts/lib/deploy/leftovers.mjs';

/**
 * A first try that failed, which the emulator cannot do: it makes stacks at once, and protects nothing. Answers are in
 * the shapes of the API references of CloudFormation, RDS and Elastic Load Balancing.
 */

const STACK = 'AWS::CloudFormation::Stack';
const DATABASE = 'AWS::RDS::DBInstance';
const LOG = 'AWS::Logs::LogGroup';
const BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
let made = 0;
const event = (id: string, type: string, status: string, reason?: string) => ({
  PhysicalResourceId: `/logs/${id}`,
  EventId: `event-${++made}`,
  LogicalResourceId: id,
  ResourceType: type,
  ResourceStatus: status,
  ResourceStatusReason: reason,
});
const resource = (type: string, PhysicalResourceId: string, ResourceStatus: string) => ({
  ResourceType: type,
  PhysicalResourceId,
  ResourceStatus,
});
const error = (name: string) => Object.assign(new Error(name), { name });

/** A stack whose database or load balancer is deleted only once its protection is off. */
function failedStack(resources: ReturnType<typeof resource>[], { busy = 0, alsoStuck = false } = {}) {
  const calls: string[] = [];
  const isProtected = new Set(
    resources
      .filter(
        ({ ResourceType, ResourceStatus }) =>
          [DATABASE, BALANCER].includes(ResourceType) && ResourceStatus !== 'DELETE_COMPLETE',
      )
      .map(({ PhysicalResourceId }) => PhysicalResourceId),
  );
  const events = [
    event('DatabaseLog', LOG, 'CREATE_COMPLETE'),
    event('UpgradeLog', LOG, 'CREATE_COMPLETE'),
    event('TheirLog', LOG, 'CREATE_FAILED', 'already exists'),
    event('DatabaseLog', LOG, 'DELETE_COMPLETE'),
    event('shepherd', STACK, 'ROLLBACK_FAILED'),
  ];
  const logGroups = new Set(['/logs/DatabaseLog', '/logs/TheirLog']);
  let status: string | undefined = 'ROLLBACK_FAILED';
  let busyFor = busy;
  const letGo = (what: string, id: string) => {
    calls.push(`${what} ${id}`);
    isProtected.delete(id);
    return Promise.resolve({});
  };
  const context = {
    pollMs: 1,
    emulated: true,
    cloudformation: {
      listStackResources: ({ NextToken }: { NextToken?: string }) =>
        Promise.resolve(
          NextToken === undefined
            ? { StackResourceSummaries: resources.slice(0, 1), NextToken: 'more' }
            : { StackResourceSummaries: resources.slice(1) },
        ),
      describeStackEvents: () => Promise.resolve({ StackEvents: [...events].reverse() }),
      deleteStack: () => {
        calls.push('deleteStack');
        status = isProtected.size > 0 || alsoStuck ? 'DELETE_FAILED' : undefined;
        if (alsoStuck)
          events.push(
            event(
              'LogsBucket',
              'AWS::S3::Bucket',
              'DELETE_FAILED',
              'The bucket you tried to delete is not empty',
            ),
            event('shepherd', STACK, 'DELETE_FAILED'),
          );
        return Promise.resolve({});
      },
      describeStacks: () =>
        status === undefined
          ? Promise.reject(
              Object.assign(error('ValidationError'), { message: 'Stack with id shepherd does not exist' }),
            )
          : Promise.resolve({ Stacks: [{ StackStatus: status }] }),
    },
    rds: {
      modifyDBInstance: (asked: { DBInstanceIdentifier: string; DeletionProtection: boolean }) => {
        if (asked.DBInstanceIdentifier === 'gone') return Promise.reject(error('DBInstanceNotFoundFault'));
        if (busyFor-- > 0) return Promise.reject(error('InvalidDBInstanceStateFault'));
        expect(asked).toMatchObject({ DeletionProtection: false, ApplyImmediately: true });
        return letGo('unprotect', asked.DBInstanceIdentifier);
      },
    },
    logs: {
      deleteLogGroup: ({ logGroupName }: { logGroupName: string }) =>
        logGroups.delete(logGroupName)
          ? Promise.resolve({})
          : Promise.reject(error('ResourceNotFoundException')),
    },
    elb: {
      modifyLoadBalancerAttributes: (asked: { LoadBalancerArn: string }) => {
        expect(asked).toMatchObject({
          Attributes: [{ Key: 'deletion_protection.enabled', Value: 'false' }],
        });
        return letGo('unprotect', asked.LoadBalancerArn);
      },
    },
  };
  return { calls, context, logGroups };
}

describe('what a failed first try has left', () => {
  it('is deleted, the database and the load balancer too, which are protected', async () => {
    const { calls, context } = failedStack([
      resource('AWS::SQS::Queue', 'https://queue', 'DELETE_COMPLETE'),
      resource(DATABASE, 'compliance-shepherd-prod-1', 'DELETE_FAILED'),
      resource(BALANCER, 'arn:balancer', 'DELETE_FAILED'),
    ]);
    await deleteEmpty(context, 'shepherd');
    expect(calls).toEqual(['unprotect compliance-shepherd-prod-1', 'unprotect arn:balancer', 'deleteStack']);
  });

  it('is waited for while the database is still being made, and passed over where it is gone', async () => {
    const busy = failedStack([resource(DATABASE, 'compliance-shepherd-prod-1', 'DELETE_FAILED')], {
      busy: 3,
    });
    await deleteEmpty(busy.context, 'shepherd');
    expect(busy.calls).toEqual(['unprotect compliance-shepherd-prod-1', 'deleteStack']);
    const deleted = failedStack([resource(DATABASE, 'compliance-shepherd-prod-1', 'DELETE_COMPLETE')]);
    await deleteEmpty(deleted.context, 'shepherd');
    expect(deleted.calls).toEqual(['deleteStack']);
  });

  it('is so with a log that was written once more when its group had gone, but not with one of others', async () => {
    const { context, logGroups } = failedStack([]);
    await deleteEmpty(context, 'shepherd');
    expect([...logGroups]).toEqual(['/logs/TheirLog']);
  });

  it('is told by name and reason where it cannot be deleted, with what to do', async () => {
    const { context } = failedStack([], { alsoStuck: true });
    await expect(deleteEmpty(context, 'shepherd')).rejects.toThrow(
      /LogsBucket \(AWS::S3::Bucket\): The bucket you tried to delete is not empty[\s\S]*--stack-name shepherd --retain-resources LogsBucket/,
    );
  });
});

describe('a stack whose deletion has failed', () => {
  const told = (...statuses: string[]) => {
    const newest = statuses.map((status) => event('shepherd', STACK, status)).reverse();
    const pages = newest.map((one, at) => ({
      StackEvents: [one],
      NextToken: at + 1 < newest.length ? String(at + 1) : undefined,
    }));
    return {
      cloudformation: {
        describeStackEvents: ({ NextToken = '0' }) =>
          Promise.resolve(pages[Number(NextToken)] ?? { StackEvents: [] }),
      },
    };
  };

  it('is taken for a leftover where it was never whole', async () => {
    expect(
      await hasWorked(
        told('CREATE_IN_PROGRESS', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_FAILED', 'DELETE_FAILED'),
        'shepherd',
      ),
    ).toBe(false);
  });

  it('is left alone where it has worked, and where nothing is known of its creation any more', async () => {
    expect(await hasWorked(told('CREATE_COMPLETE', 'DELETE_IN_PROGRESS', 'DELETE_FAILED'), 'shepherd')).toBe(
      true,
    );
    expect(await hasWorked(told('DELETE_IN_PROGRESS', 'DELETE_FAILED'), 'shepherd')).toBe(true);
  });
});
