import { describe, expect, it } from '@jest/globals';
import { judged, summary } from '../../scripts/lib/deploy/changes.mjs';
import { choose, derived, refuseMissing, refuseUnknown } from '../../scripts/lib/deploy/parameters.mjs';
import { changeSet, create, execute, isEmpty, obstacle } from '../../scripts/lib/deploy/stacks.mjs';

/**
 * What the emulator cannot: stacks that take their time, fail and go back, and the details of change sets. Answers
 * are in the shapes of the CloudFormation API reference (StackEvent, ResourceChange, DescribeChangeSet).
 */

const STACK = 'AWS::CloudFormation::Stack';
let made = 0;
const event = (id: string, type: string, status: string, reason?: string) => ({
  EventId: `event-${++made}`,
  LogicalResourceId: id,
  ResourceType: type,
  ResourceStatus: status,
  ResourceStatusReason: reason,
});
type StackEvent = ReturnType<typeof event>;

/** Tells its events one after the other, the newest first, as AWS does. */
function fakeStack(before: StackEvent[], then: StackEvent[]) {
  const told = [...before];
  const waiting = [...then];
  const calls: string[] = [];
  let begun = false;
  const begin = (name: string) => async () => {
    calls.push(name);
    begun = true;
    return { StackId: 'arn:aws:cloudformation:eu-west-1:1:stack/shepherd/1' };
  };
  const cloudformation = {
    createStack: begin('createStack'),
    executeChangeSet: begin('executeChangeSet'),
    describeStackEvents: async () => {
      const next = begun ? waiting.shift() : undefined;
      if (next !== undefined) told.push(next);
      return { StackEvents: [...told].reverse() };
    },
  };
  return { calls, context: { cloudformation, pollMs: 1 } };
}

const request = { name: 'shepherd', template: { body: '' }, parameters: [], capabilities: [], tags: [] };

describe('a stack that fails', () => {
  const failing = [
    event('shepherd', STACK, 'CREATE_IN_PROGRESS', 'User Initiated'),
    event('Database', 'AWS::RDS::DBInstance', 'CREATE_IN_PROGRESS'),
    event('Database', 'AWS::RDS::DBInstance', 'CREATE_FAILED', 'DB instance class not supported'),
    event('Cache', 'AWS::ElastiCache::ReplicationGroup', 'CREATE_FAILED', 'Resource creation cancelled'),
    event(
      'shepherd',
      STACK,
      'ROLLBACK_IN_PROGRESS',
      'The following resource(s) failed to create: [Cache, Database].',
    ),
    event('Database', 'AWS::RDS::DBInstance', 'DELETE_COMPLETE'),
    event('shepherd', STACK, 'ROLLBACK_COMPLETE'),
  ];

  it('is told by the resource that failed first, and why', async () => {
    const { context } = fakeStack([], failing);
    const seen: string[] = [];
    await expect(
      create(context, request, ({ id, status }: { id: string; status: string }) =>
        seen.push(`${id} ${status}`),
      ),
    ).rejects.toThrow(
      'The stack shepherd ended as ROLLBACK_COMPLETE, because of Database (AWS::RDS::DBInstance): DB instance class not supported',
    );
    expect(seen).toContain('Cache CREATE_FAILED');
  });

  it('is told so when the order of events hides the reason behind those that were stopped', async () => {
    const [begin, , database, cache, back] = failing;
    const turned = [begin, cache, database, back, event('shepherd', STACK, 'UPDATE_ROLLBACK_COMPLETE')];
    const { context } = fakeStack(
      [],
      turned.filter((one) => one !== undefined),
    );
    await expect(execute(context, 'shepherd', { id: 'x' }, () => undefined)).rejects.toThrow(
      /because of Database/,
    );
  });

  it('is not taken for done by what it was before', async () => {
    const before = [event('shepherd', STACK, 'CREATE_COMPLETE')];
    const { context, calls } = fakeStack(before, [
      event('shepherd', STACK, 'UPDATE_IN_PROGRESS'),
      event('Queue', 'AWS::SQS::Queue', 'UPDATE_COMPLETE'),
      event('shepherd', STACK, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'),
      event('shepherd', STACK, 'UPDATE_COMPLETE'),
    ]);
    const seen: string[] = [];
    await execute(context, 'shepherd', { id: 'x' }, ({ status }: { status: string }) => seen.push(status));
    expect(calls).toEqual(['executeChangeSet']);
    expect(seen).toEqual(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS']);
  });

  it('is left alone while somebody else changes it, and deleted where nothing is in it', () => {
    expect(obstacle('shepherd', 'UPDATE_IN_PROGRESS')).toContain('by somebody else');
    expect(obstacle('shepherd', 'UPDATE_ROLLBACK_FAILED')).toContain('continue-update-rollback');
    for (const status of [undefined, 'UPDATE_COMPLETE', 'ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS'])
      expect(obstacle('shepherd', status)).toBeUndefined();
    const never = ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'REVIEW_IN_PROGRESS'];
    expect(never.map(isEmpty)).toEqual(never.map(() => true));
    // of DELETE_FAILED its events tell (leftovers)
    const worked = ['UPDATE_ROLLBACK_COMPLETE', 'CREATE_COMPLETE', 'DELETE_FAILED'];
    expect(worked.map(isEmpty)).toEqual(worked.map(() => false));
  });
});

describe('a change set', () => {
  const change = (fields: object) => ({
    Type: 'Resource',
    ResourceChange: { ResourceType: 'AWS::X::Y', ...fields },
  });
  const pages = [
    {
      Status: 'CREATE_COMPLETE',
      NextToken: 'more',
      Changes: [
        change({ Action: 'Add', LogicalResourceId: 'New' }),
        change({
          Action: 'Modify',
          Replacement: 'True',
          LogicalResourceId: 'Database',
          PolicyAction: 'ReplaceAndSnapshot',
          Details: [{ Target: { Attribute: 'Properties', Name: 'StorageEncrypted' } }],
        }),
      ],
    },
    {
      Status: 'CREATE_COMPLETE',
      Changes: [
        change({ Action: 'Modify', Replacement: 'Conditional', LogicalResourceId: 'Cache' }),
        change({
          Action: 'Modify',
          Replacement: 'False',
          LogicalResourceId: 'Queue',
          Details: [{ Target: { Attribute: 'Tags' } }],
        }),
        change({ Action: 'Remove', LogicalResourceId: 'Old' }),
        change({ Action: 'Dynamic', LogicalResourceId: 'Later' }),
      ],
    },
  ];
  const client = (answers: object[]) => {
    const rest = [...answers];
    const deleted: string[] = [];
    const cloudformation = {
      createChangeSet: async () => ({ Id: 'change-set' }),
      describeChangeSet: async () => rest.shift() ?? {},
      deleteChangeSet: async ({ ChangeSetName }: { ChangeSetName: string }) =>
        void deleted.push(ChangeSetName),
    };
    return { deleted, context: { cloudformation, pollMs: 1 } };
  };

  it('is waited for, read to its last page, and tells what is replaced', async () => {
    const { context } = client([{ Status: 'CREATE_PENDING' }, { Status: 'CREATE_IN_PROGRESS' }, ...pages]);
    const found = await changeSet(context, request);
    expect(found?.changes.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`)).toEqual([
      'add New',
      'replace Database',
      'may replace Cache',
      'modify Queue',
      'remove Old',
      'unknown Later',
    ]);
    expect(found?.changes[1]).toMatchObject({ properties: ['StorageEncrypted'], kept: true });
    expect(summary(found?.changes ?? [])).toBe(
      '1 to add, 1 to change, 1 to REPLACE, 1 that MAY BE REPLACED, 1 to REMOVE, 1 to be decided',
    );
    expect(judged([{ Type: 'Hook' }])).toEqual([]);
  });

  it('without a change is nothing, and is not left behind', async () => {
    const StatusReason =
      "The submitted information didn't contain changes. Submit different information to create a change set.";
    const { context, deleted } = client([{ Status: 'FAILED', StatusReason }]);
    expect(await changeSet(context, request)).toBeUndefined();
    expect(deleted).toEqual(['change-set']);
    const refused = client([{ Status: 'FAILED', StatusReason: 'Parameter X must match' }]);
    await expect(changeSet(refused.context, request)).rejects.toThrow('Parameter X must match');
    expect(refused.deleted).toEqual(['change-set']);
  });
});

describe('the parameters of a stack', () => {
  const parameters = ['Given', 'Said', 'Had', 'Default', 'Missing'].map((name) => ({
    name,
    required: name !== 'Default',
  }));

  it('are what is given, else what earlier stacks say, else what it had', () => {
    const { chosen, missing } = choose(parameters, {
      given: { Given: '1' },
      outputs: { Given: '2', Said: '2' },
      previous: { Given: '3', Said: '3', Had: '3' },
    });
    expect(chosen).toEqual([
      { name: 'Given', value: '1' },
      { name: 'Said', value: '2' },
      { name: 'Had', previous: true },
    ]);
    expect(missing).toEqual(['Missing']);
  });

  it('are refused where one is missing or misspelt, all at once', () => {
    const stack = (file: string, names: string[], outputs: string[]) => ({
      template: { file, outputs },
      parameters: names.map((name) => ({ name, required: true })),
      previous: {},
    });
    const stacks = [stack('a.yaml', ['A'], ['VpcId']), stack('b.yaml', ['VpcId', 'B', 'C'], [])];
    expect(() => refuseMissing(stacks, { C: '' })).toThrow('A (a.yaml); B (b.yaml)');
    expect(() => refuseMissing(stacks, { A: '', B: '', C: '' })).not.toThrow();
    const known = new Map([['a.yaml', [{ name: 'VpcId', required: true }]]]);
    expect(() => refuseUnknown({ VpcID: 'x' }, known)).toThrow('VpcID (meant: VpcId?)');
  });

  it('put the balancer where it is to be reached from', () => {
    const subnets = { PublicSubnetIds: 'public', PrivateSubnetIds: 'private' };
    expect(derived({}, subnets)).toEqual({ LoadBalancerSubnetIds: 'private' });
    const open = { LoadBalancerScheme: 'internet-facing' };
    expect(derived({}, { ...subnets, ...open })).toEqual({ LoadBalancerSubnetIds: 'public' });
    // somebody has put it elsewhere: there it stays, until it is to be reached from elsewhere
    const before = {
      LoadBalancerScheme: 'internal',
      LoadBalancerSubnetIds: 'own',
      PrivateSubnetIds: 'private',
    };
    expect(derived(before, {})).toEqual({});
    expect(derived(before, subnets)).toEqual({});
    expect(derived(before, { ...subnets, ...open })).toEqual({ LoadBalancerSubnetIds: 'public' });
  });
});
