import { describe, expect, it } from '@jest/globals';
import { matches } from './match.js';
import { patternOf } from './pattern.js';

/** Patterns and events follow eventbridge/latest/userguide/eb-create-pattern-operators.html and its neighbours. */
const event = {
  version: '0',
  id: '3e3c153a-8339-4e30-8c35-687ebef853fe',
  'detail-type': 'EC2 Instance State-change Notification',
  source: 'aws.ec2',
  account: '123456789012',
  time: '2017-10-02T18:43:48Z',
  region: 'us-west-1',
  resources: [
    'arn:aws:autoscaling:us-east-1:123456789012:autoScalingGroup:eb56d16b:autoScalingGroupName/ASGTerminate',
    'arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f',
  ],
  detail: {
    state: 'terminated',
    service: 'EventBridge',
    'c-count': 5,
    'd-count': 3,
    'x-limit': 301.8,
    'source-ip': '10.0.0.33',
    'source-ip6': '2001:db8::1f',
    FileName: 'dir/sub/photo.PNG',
    eventVersion: '',
    responseElements: null,
    isBound: true,
    owners: [],
    nested: { deep: { value: 'x' } },
    tags: [
      { key: 'team', value: 'red', ports: [22, 80] },
      { key: 'env', value: 'prod', ports: [443] },
      { key: 'lonely' },
    ],
  },
};
type Event = Record<string, unknown>;

function fits(pattern: unknown, given: Event = event): boolean {
  const read = patternOf(pattern);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return matches(read.pattern, given);
}
const detail = (name: string, ...conditions: unknown[]) => ({ detail: { [name]: conditions } });
const withDetail = (more: object): Event => ({ ...event, detail: more });

describe('a pattern fits', () => {
  it.each<[what: string, pattern: object]>([
    ['by source alone', { source: ['aws.ec2'] }],
    [
      'by all of its fields',
      {
        source: ['aws.ec2'],
        'detail-type': [event['detail-type']],
        detail: { state: ['terminated', 'stopped'] },
      },
    ],
    [
      'an array that shares a value',
      { resources: ['arn:aws:ec2:us-east-1:123456789012:instance/i-b188560f', 'x'] },
    ],
    ['a prefix', { time: [{ prefix: '2017-10-02' }] }],
    ['a prefix in any case', detail('service', { prefix: { 'equals-ignore-case': 'EVENTB' } })],
    ['a suffix', detail('service', { suffix: 'Bridge' })],
    ['a suffix in any case', detail('FileName', { suffix: { 'equals-ignore-case': '.png' } })],
    ['a text in any case', detail('state', { 'equals-ignore-case': 'TERMINATED' })],
    ['anything but a text', detail('state', { 'anything-but': 'initializing' })],
    ['anything but a number', detail('x-limit', { 'anything-but': 123 })],
    ['anything but texts', detail('state', { 'anything-but': ['stopped', 'overloaded'] })],
    ['anything but numbers', detail('x-limit', { 'anything-but': [100, 200, 300] })],
    ['anything but a prefix', detail('state', { 'anything-but': { prefix: 'init' } })],
    ['anything but prefixes', detail('state', { 'anything-but': { prefix: ['init', 'run'] } })],
    ['anything but a suffix', detail('FileName', { 'anything-but': { suffix: '.txt' } })],
    ['anything but suffixes', detail('FileName', { 'anything-but': { suffix: ['.txt', '.rtf'] } })],
    [
      'anything but a text in any case',
      detail('state', { 'anything-but': { 'equals-ignore-case': 'STOPPED' } }),
    ],
    ['anything but a wildcard', detail('FileName', { 'anything-but': { wildcard: '*/lib/*' } })],
    ['anything but wildcards', detail('FileName', { 'anything-but': { wildcard: ['*/lib/*', '*/bin/*'] } })],
    ['a number above and below', detail('c-count', { numeric: ['>', 0, '<=', 5] })],
    ['a number below', detail('d-count', { numeric: ['<', 10] })],
    ['a number written otherwise', detail('x-limit', { numeric: ['=', 3.018e2] })],
    ['a number as it is', detail('c-count', 5.0)],
    ['an IPv4 block', detail('source-ip', { cidr: '10.0.0.0/24' })],
    ['an IPv4 block named by an address inside it', detail('source-ip', { cidr: '10.0.0.77/24' })],
    ['every IPv4 address', detail('source-ip', { cidr: '0.0.0.0/0' })],
    ['an IPv6 block', detail('source-ip6', { cidr: '2001:db8::/32' })],
    ['an address in another spelling', detail('source-ip6', '2001:0DB8:0:0:0:0:0:1f')],
    ['what exists', detail('state', { exists: true })],
    ['null that exists', detail('responseElements', { exists: true })],
    ['what does not exist', detail('nothing', { exists: false })],
    ['an empty array, which holds nothing', detail('owners', { exists: false })],
    ['an object, which is no value', detail('nested', { exists: false })],
    ['a value, or none', detail('nothing', 'x', { exists: false })],
    ['null', detail('responseElements', null)],
    ['an empty text', detail('eventVersion', '')],
    ['true', detail('isBound', true)],
    ['a wildcard', detail('FileName', { wildcard: 'dir/*.PNG' })],
    ['a wildcard for nothing', detail('state', { wildcard: 'terminated*' })],
    ['wildcards', detail('FileName', { wildcard: '*/s*b/*' })],
    ['one of several conditions', detail('state', 'x', { prefix: 'term' }, null)],
    ['one of $or', { source: ['aws.ec2'], $or: [{ region: ['x'] }, { account: ['123456789012'] }] }],
    [
      '$or with numbers',
      { detail: { $or: [{ 'c-count': [{ numeric: ['>', 9] }] }, { 'd-count': [{ numeric: ['<', 10] }] }] } },
    ],
    [
      '$or in $or',
      {
        $or: [
          {
            source: ['aws.ec2'],
            detail: { state: ['terminated'], $or: [{ 'c-count': [1] }, { 'd-count': [3] }] },
          },
          { source: ['x'] },
        ],
      },
    ],
    [
      'two $or at once',
      {
        $or: [{ source: ['x'] }, { region: ['us-west-1'] }],
        detail: { $or: [{ state: ['terminated'] }, { a: [1] }] },
      },
    ],
    ['a field of the objects in an array', { detail: { tags: { key: ['env'] } } }],
    ['fields of one object in an array', { detail: { tags: { key: ['env'], value: ['prod'] } } }],
    ['an array in an array', { detail: { tags: { value: ['red'], ports: [80] } } }],
    [
      'a field that one of the objects has not',
      { detail: { tags: { key: ['lonely'], value: [{ exists: false }] } } },
    ],
    ['a name with a dot like a path', { detail: { 'nested.deep': { value: ['x'] } } }],
  ])('%s', (_what, pattern) => {
    expect(fits(pattern)).toBe(true);
  });
});

describe('a pattern does not fit', () => {
  it.each<[what: string, pattern: object]>([
    ['another source', { source: ['aws.s3'] }],
    ['when one field of it is missing', { source: ['aws.ec2'], detail: { nothing: ['x'] } }],
    ['a text in another case', { source: ['AWS.ec2'] }],
    ['an array that shares nothing', { resources: ['arn:aws:s3:::x'] }],
    ['a number as a text', detail('c-count', '5')],
    ['a text as a number', withoutQuotes()],
    ['null as a text', detail('responseElements', 'null')],
    ['an empty text as null', detail('eventVersion', null)],
    ['the prefix of a number', detail('c-count', { prefix: '5' })],
    ['a number outside', detail('c-count', { numeric: ['>', 5] })],
    ['a text by its number', detail('source-ip', { numeric: ['>', 0] })],
    ['anything but its own value', detail('state', { 'anything-but': ['stopped', 'terminated'] })],
    ['anything but its own number', detail('c-count', { 'anything-but': 5 })],
    ['anything but its own prefix', detail('state', { 'anything-but': { prefix: ['init', 'term'] } })],
    ['anything but its own wildcard', detail('FileName', { 'anything-but': { wildcard: '*/sub/*' } })],
    [
      'anything but it in any case',
      detail('state', { 'anything-but': { 'equals-ignore-case': ['TERMINATED'] } }),
    ],
    ['anything but, of what is not there', detail('nothing', { 'anything-but': 'x' })],
    ['a block that it lies outside of', detail('source-ip', { cidr: '10.0.1.0/24' })],
    ['a block of the other kind', detail('source-ip', { cidr: '::/0' })],
    ['a block, for a text', detail('state', { cidr: '0.0.0.0/0' })],
    ['what exists, where it does not', detail('nothing', { exists: true })],
    ['what must not exist, where it does', detail('state', { exists: false })],
    ['an object that exists, as that is no value', detail('nested', { exists: true })],
    ['a wildcard that lacks its end', detail('FileName', { wildcard: 'dir/*.txt' })],
    ['a wildcard whose ends overlap', detail('state', { wildcard: 'terminated*ted' })],
    ['none of $or', { source: ['aws.ec2'], $or: [{ region: ['x'] }, { account: ['y'] }] }],
    [
      '$or beside what does not hold',
      { source: ['x'], $or: [{ region: ['us-west-1'] }, { account: ['y'] }] },
    ],
    ['fields of two objects in an array', { detail: { tags: { key: ['team'], value: ['prod'] } } }],
    ['fields of two objects, one deeper', { detail: { tags: { value: ['red'], ports: [443] } } }],
    ['a field that its object has', { detail: { tags: { key: ['team'], value: [{ exists: false }] } } }],
  ])('%s', (_what, pattern) => {
    expect(fits(pattern)).toBe(false);
  });

  function withoutQuotes() {
    return detail('account', 123456789012);
  }
});

describe('a pattern', () => {
  it('compares numbers by six digits, and larger ones than 5e9 only as they are', () => {
    const limit = (value: number) => withDetail({ limit: value });
    expect(fits(detail('limit', { numeric: ['=', 0.3] }), limit(0.1 + 0.2))).toBe(true);
    expect(fits(detail('limit', { numeric: ['=', 0.3] }), limit(0.300001))).toBe(false);
    expect(fits(detail('limit', { numeric: ['>', 0] }), limit(5e9))).toBe(true);
    expect(fits(detail('limit', { numeric: ['>', 0] }), limit(5e9 + 1))).toBe(false);
    expect(fits(detail('limit', 123456789012), limit(123456789012))).toBe(true);
    expect(fits(detail('limit', { numeric: ['>=', -5, '<', -1] }), limit(-5))).toBe(true);
  });

  it('reads \\* and \\\\ in a wildcard as they are', () => {
    expect(fits(detail('a', { wildcard: 'x\\*y*' }), withDetail({ a: 'x*yz' }))).toBe(true);
    expect(fits(detail('a', { wildcard: 'x\\*y*' }), withDetail({ a: 'x-yz' }))).toBe(false);
    expect(fits(detail('a', { wildcard: '\\\\*' }), withDetail({ a: '\\z' }))).toBe(true);
  });

  it('takes the exclusion of texts to fit what is no text', () => {
    expect(fits(detail('a', { 'anything-but': 'x' }), withDetail({ a: 1 }))).toBe(true);
    expect(fits(detail('a', { 'anything-but': 'x' }), withDetail({ a: null }))).toBe(true);
    expect(fits(detail('a', { 'anything-but': 'x' }), withDetail({ a: ['x', 'y'] }))).toBe(true);
    expect(fits(detail('a', { 'anything-but': 'x' }), withDetail({ a: ['x'] }))).toBe(false);
  });

  it('finds the names of two people of an array only as one person', () => {
    const employees = [
      [
        { firstName: 'John', lastName: 'Doe' },
        { firstName: 'Anna', lastName: 'Smith' },
      ],
      [{ firstName: 'Peter', lastName: 'Jones' }],
    ];
    const named = (firstName: string, lastName: string) =>
      fits({ employees: { firstName: [firstName], lastName: [lastName] } }, { employees });
    expect([named('Anna', 'Smith'), named('Anna', 'Jones'), named('Anna', 'Doe')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('takes no part of what an object inherits', () => {
    expect(fits({ detail: { constructor: [{ exists: false }] } })).toBe(true);
    expect(
      fits(JSON.parse('{"detail":{"__proto__":["x"]}}'), JSON.parse('{"detail":{"__proto__":"x"}}') as Event),
    ).toBe(true);
  });

  it('ends soon, however the event is made', () => {
    const started = performance.now();
    const many = (name: string) => Array.from({ length: 3000 }, (_, index) => ({ [name]: index, same: 1 }));
    const hard = {
      detail: {
        a: many('x'),
        b: many('y'),
        c: { d: [{ e: 1 }] },
        z: [
          { p: 1, q: 2 },
          { p: 2, q: 1 },
        ],
      },
    };
    const pattern = {
      detail: { a: { same: [1] }, b: { same: [1] }, z: { p: [1], q: [1] } },
    };
    expect(fits(pattern, hard)).toBe(false);
    const stars = { detail: { a: [{ wildcard: `${'a*'.repeat(15)}b` }] } };
    expect(fits(stars, { detail: { a: 'a'.repeat(200_000) } })).toBe(false);
    const block = { detail: { a: [{ cidr: '::/0' }] } };
    expect(fits(block, { detail: { a: `${':'.repeat(200_000)}g` } })).toBe(false);
    let nested: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) nested = [nested];
    expect(fits({ detail: [{ exists: false }] }, { detail: nested })).toBe(true);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
