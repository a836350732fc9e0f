import { describe, expect, it } from '@jest/globals';
import { call, resultOf } from './call.js';
import { needsAnother, notSo, tokenOf, waitsFor } from './call-progress.js';

const snapshot = call(
  'ec2',
  'DescribeSnapshots',
  { SnapshotIds: [resultOf('snapshot', 'SnapshotId')] },
  { until: { path: 'Snapshots.0.State', is: ['completed', 'done'], fails: ['error'], withinSeconds: 60 } },
);

describe('a call that waits', () => {
  it.each([
    ['completed', 'no'],
    ['pending', 'yes'],
    [undefined, 'yes'],
    ['error', 'never'],
  ] as const)('where AWS says %s: %s', (State, waits) => {
    expect(waitsFor(snapshot, { Snapshots: [{ State }] })).toBe(waits);
  });

  it('waits for nothing unless it says so', () => {
    expect(waitsFor(call('ec2', 'DescribeSnapshots', {}), {})).toBe('no');
  });

  it('tells what it saw last', () => {
    expect(notSo(snapshot, { Snapshots: [{ State: 'pending' }] })).toBe(
      'Snapshots.0.State is "pending", not "completed" or "done", within 60 s',
    );
  });
});

describe('a call', () => {
  it('knows whether it is about what another has made', () => {
    expect(needsAnother(snapshot)).toBe(true);
    expect(needsAnother(call('ec2', 'DescribeSnapshots', { SnapshotIds: ['snap-1'] }))).toBe(false);
  });

  it('has a token of its own that every run gives it', () => {
    const token = tokenOf('change_1', 'apply', 0, 1);
    expect(token).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(tokenOf('change_1', 'apply', 0, 1)).toBe(token);
    const others = [
      ...[tokenOf('change_2', 'apply', 0, 1), tokenOf('change_1', 'restore', 0, 1)],
      ...[tokenOf('change_1', 'apply', 1, 1), tokenOf('change_1', 'apply', 0, 2)],
    ];
    expect(new Set([token, ...others]).size).toBe(5);
  });
});
