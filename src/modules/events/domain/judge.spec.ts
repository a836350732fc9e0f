import { describe, expect, it } from '@jest/globals';
import { recordOf } from '../../../../test/events/judged.js';
import { judgeOf } from './judge.js';
import { cloudTrailRecord } from './record.js';
import {
  all,
  alongWith,
  both,
  by,
  changed,
  choose,
  created,
  deleted,
  firstOf,
  kind,
  nothing,
  recorded,
  rules,
} from './rule.js';

const box = kind('AWS::Box::Box', 'arn:{partition}:box:{region}:{account}:box/{}');
const item = kind('AWS::Box::Item', 'arn:{partition}:box:{region}:{account}:box/{}/item/{}');
const lid = kind(null, 'arn:{partition}:box:{region}:{account}:lid/{}');
const even = kind('AWS::Box::Box', 'arn:{partition}:box:{region}:{account}:box/{}', {
  id: (value, { region }) =>
    value === 'whole' ? `arn:aws:box:${region}:1:box/w` : value.length % 2 === 0 ? value : undefined,
});

const judge = judgeOf([
  rules('box.amazonaws.com', {
    CreateBox: created(box('response.box.arn|request.name')),
    DeleteBox: deleted(box('request.name')),
    CreateBoxes: created(box('response.boxes[].name'), lid('response.boxes[].lid')),
    PutItem: alongWith(changed(box('request.name')), item('request.name', 'request.items[].id')),
    PutLid: changed(lid('request.lid')),
    PutEven: changed(even('request.names[]')),
    PutState: by(changed(box('request.name')), 'request.state', { gone: 'deleted', '*': 'created' }),
    PutChoice: choose('request.of', { lid: changed(lid('request.name')), '*': changed(box('request.name')) }),
    PutPolicy: changed(recorded('AWS::Box::Box')),
    PutFirst: changed(firstOf(recorded('AWS::Box::Box'), box('request.name'))),
    PutBoth: both(deleted(box('request.gone')), changed(box('request.name'), box('request.gone'))),
    PutDefault: alongWith(changed(), all('AWS::Box::Box', 'region')),
    PingBox: nothing('a ping'),
  }),
  // a service may have several tables
  rules('box.amazonaws.com', { TagBox: changed(box('request.arn')) }),
  rules('aws.box', {
    'Box State Change': by(changed(box('event.resources[]')), 'detail.state', { broken: 'deleted' }),
  }),
]);

const OWN = 'arn:aws:box:eu-west-1:123456789012';
const judged = (name: string, requestParameters: object | null, fields: Record<string, unknown> = {}) =>
  judge.ofRecord(cloudTrailRecord.parse(recordOf('box', name, { requestParameters, ...fields })));
const changes = (...given: Parameters<typeof judged>) =>
  judged(...given).resources.map(({ change, arn }) => `${change} ${arn.replace(OWN, '')}`);

describe('a record', () => {
  it('is judged by its name without the version, in whichever table of the service it stands', () => {
    expect(judged('CreateBox20150331v2', { name: 'a' })).toEqual({
      disposition: 'processed',
      reason: 'described',
      rule: 'box.amazonaws.com CreateBox',
      resources: [{ arn: `${OWN}:box/a`, type: 'AWS::Box::Box', region: 'eu-west-1', change: 'created' }],
      related: [],
      relatedAll: [],
    });
    expect(changes('TagBox', { arn: 'a' })).toEqual(['changed :box/a']);
  });

  it.each([
    ['a call that failed', { errorCode: 'AccessDenied' }, 'failed_call'],
    ['a dry run', { errorCode: 'Client.DryRunOperation' }, 'failed_call'],
    ['a read', { readOnly: true }, 'read_only'],
    ['a data event', { managementEvent: false, eventCategory: 'Data' }, 'data_event'],
    [
      'a data event that only says its category',
      { managementEvent: undefined, eventCategory: 'Data' },
      'data_event',
    ],
    ['network activity', { eventCategory: 'NetworkActivity' }, 'data_event'],
    ['an event of a service without rules', { eventSource: 'bag.amazonaws.com' }, 'not_tracked'],
  ])('of %s is left alone', (_, fields, reason) => {
    expect(judged('DeleteBox', { name: 'a' }, fields)).toMatchObject({
      disposition: 'ignored',
      reason,
      resources: [],
    });
  });

  it('is taken for a read by its name only where it does not say', () => {
    expect(judged('DescribeBoxes', null, { readOnly: undefined }).reason).toBe('read_only');
    expect(judged('DescribeBoxes', null, { readOnly: null }).reason).toBe('read_only');
    expect(judged('DescribeBoxes', null, { readOnly: false }).reason).toBe('not_tracked');
  });

  it('counts an empty or absent error as none', () => {
    expect(judged('DeleteBox', { name: 'a' }, { errorCode: '' }).reason).toBe('described');
    expect(judged('DeleteBox', { name: 'a' }, { errorCode: null }).reason).toBe('described');
  });

  it('says which rule found nothing worth tracking', () => {
    expect(judged('PingBox', { name: 'a' })).toMatchObject({
      reason: 'not_tracked',
      rule: 'box.amazonaws.com PingBox',
    });
    expect(judged('UnknownBox', { name: 'a' })).toMatchObject({ reason: 'not_tracked', rule: null });
    expect(judged('DeleteBox', null)).toMatchObject({ disposition: 'ignored', reason: 'names_no_resource' });
  });

  it('shows a resource that the inventory does not hold, and describes nothing', () => {
    expect(judged('PutLid', { lid: 'l' })).toMatchObject({
      disposition: 'ignored',
      reason: 'not_tracked',
      resources: [{ arn: `${OWN}:lid/l`, type: null }],
    });
  });

  it('is of China where its source says so', () => {
    const fields = { eventSource: 'box.amazonaws.com.cn', awsRegion: 'cn-north-1', userIdentity: null };
    expect(changes('DeleteBox', { name: 'a' }, fields)).toEqual([
      'deleted arn:aws-cn:box:cn-north-1:123456789012:box/a',
    ]);
  });
});

describe('places in an ARN', () => {
  it('make an ARN of each value', () => {
    const boxes = [{ name: 'a', lid: 'x' }, { name: 'b' }, { name: 'a' }];
    expect(changes('CreateBoxes', null, { responseElements: { boxes } })).toEqual([
      'created :box/a',
      'created :box/b',
      'created :lid/x',
    ]);
  });

  it('are filled one after the other', () => {
    expect(
      judged('PutItem', { name: 'a', items: [{ id: 1 }, { id: 2 }] }).related.map(({ arn }) => arn),
    ).toEqual([`${OWN}:box/a/item/1`, `${OWN}:box/a/item/2`]);
    expect(judged('PutItem', { name: 'a' }).related).toEqual([]);
  });

  it('give way to an ARN of such a resource, and of no other', () => {
    const other = 'arn:aws:box:us-east-1:123456789012:box/deep/a';
    expect(
      judged('CreateBox', { name: 'a' }, { responseElements: { box: { arn: other } } }).resources,
    ).toEqual([{ arn: other, type: 'AWS::Box::Box', region: 'us-east-1', change: 'created' }]);
    for (const wrong of [`${OWN}:lid/a`, `${OWN}:boxes/a`, 'arn:aws:bag:eu-west-1:123456789012:box/a'])
      expect(changes('TagBox', { arn: wrong })).toEqual([]);
    // a box is no item, though its ARN begins alike
    expect(judged('PutItem', { name: `${OWN}:box/a`, items: [{ id: 1 }] }).related).toEqual([]);
  });

  it('take what their kind makes of a value: an id, a whole ARN, nothing', () => {
    expect(changes('PutEven', { names: ['ab', 'abc', 'whole'] })).toEqual([
      'changed :box/ab',
      'changed arn:aws:box:eu-west-1:1:box/w',
    ]);
  });

  it('are not filled by what a value holds', () => {
    expect(changes('DeleteBox', { name: '{request.other}$&', other: 'b' })).toEqual([
      'deleted :box/request.other$&',
    ]);
  });
});

describe('the change', () => {
  it('follows from a value where that decides', () => {
    expect(changes('PutState', { name: 'a', state: 'gone' })).toEqual(['deleted :box/a']);
    expect(changes('PutState', { name: 'a', state: 'any' })).toEqual(['created :box/a']);
    expect(changes('PutState', { name: 'a', state: 'constructor' })).toEqual(['created :box/a']);
    expect(changes('PutState', { name: 'a' })).toEqual(['changed :box/a']);
  });

  it('is that of the rule that a value chooses', () => {
    expect(changes('PutChoice', { of: 'lid', name: 'a' })).toEqual(['changed :lid/a']);
    expect(changes('PutChoice', { name: 'a' })).toEqual(['changed :box/a']);
  });

  it('is the first where a rule names a resource twice', () => {
    expect(changes('PutBoth', { gone: 'a', name: 'b' })).toEqual(['deleted :box/a', 'changed :box/b']);
  });

  it('may be of all that is known', () => {
    expect(judged('PutDefault', null)).toMatchObject({
      disposition: 'processed',
      resources: [],
      relatedAll: [{ all: 'AWS::Box::Box', scope: 'region' }],
    });
  });
});

describe('the resources of the record itself', () => {
  const listed = (arn: string, accountId?: string, type = 'AWS::Box::Box') => ({ ARN: arn, type, accountId });
  const own = listed(`${OWN}:box/own`, '123456789012');
  const foreign = listed('arn:aws:box:eu-west-1:999999999999:box/theirs', '999999999999');

  it('are taken where the rule says so, by type', () => {
    const resources = [own, listed(`${OWN}:lid/l`, '123456789012', 'AWS::Box::Lid'), listed(`${OWN}:box/b`)];
    expect(changes('PutPolicy', null, { resources })).toEqual(['changed :box/own', 'changed :box/b']);
  });

  it('go before a parameter, or stand in for it', () => {
    expect(changes('PutFirst', { name: 'a' }, { resources: [own] })).toEqual(['changed :box/own']);
    expect(changes('PutFirst', { name: 'a' }, { resources: [] })).toEqual(['changed :box/a']);
    expect(changes('DeleteBox', null, { resources: [own] })).toEqual(['deleted :box/own']);
    expect(changes('PutLid', null, { resources: [own] })).toEqual([]);
  });

  it('stand in for a rule that nobody wrote, for calls that write', () => {
    expect(judged('ModifyBox', null, { resources: [own, foreign] })).toMatchObject({
      disposition: 'processed',
      rule: 'box.amazonaws.com resources',
      resources: [{ arn: `${OWN}:box/own`, change: 'changed' }],
    });
    expect(changes('OpenBox', null, { resources: [own] })).toEqual([]);
    // called a box, and none by its ARN
    expect(changes('ModifyBox', null, { resources: [listed(`${OWN}:lid/l`)] })).toEqual([]);
  });

  it('tell that a resource is another account’s', () => {
    const given = { resources: [foreign] };
    expect(judged('DeleteBox', { name: foreign.ARN }, given)).toMatchObject({
      disposition: 'ignored',
      reason: 'other_account',
      resources: [],
    });
    expect(changes('PutPolicy', null, { resources: [foreign, own] })).toEqual(['changed :box/own']);
  });
});

describe('an event that a service sends by itself', () => {
  const told = (detailType: string, state: string, region = 'eu-west-1', resources = [`${OWN}:box/a`]) =>
    judge.ofService({
      ...{ source: 'aws.box', detailType, accountId: '123456789012', region },
      ...{ resources, detail: { state } },
    });

  it('is judged by its detail type', () => {
    expect(told('Box State Change', 'open')).toMatchObject({
      disposition: 'processed',
      rule: 'aws.box Box State Change',
      resources: [{ arn: `${OWN}:box/a`, change: 'changed' }],
    });
    expect(told('Box State Change', 'broken').resources).toMatchObject([{ change: 'deleted' }]);
    expect(told('Box News', 'open')).toMatchObject({
      disposition: 'ignored',
      reason: 'not_tracked',
      rule: null,
    });
  });

  it('is of the partition of its resources, else of its region', () => {
    expect(told('Box State Change', 'open', 'cn-north-1', ['a']).resources).toMatchObject([
      { arn: 'arn:aws-cn:box:cn-north-1:123456789012:box/a' },
    ]);
  });
});
