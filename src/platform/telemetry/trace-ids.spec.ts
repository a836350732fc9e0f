import { describe, expect, it } from '@jest/globals';
import { newId } from '../../shared/ids.js';
import { isSpanId, isTraceId, spanIdOf, traceIdOf, xrayForm } from './trace-ids.js';

describe('the trace of a correlation id', () => {
  it('holds the time at which an id of ours was made, as X-Ray wants it, and the rest of it', () => {
    const before = Math.floor(Date.now() / 1000);
    const id = newId('req');
    const traceId = traceIdOf(id);
    const seconds = Number.parseInt(traceId.slice(0, 8), 16);
    expect(seconds).toBeGreaterThanOrEqual(before);
    expect(seconds).toBeLessThanOrEqual(before + 2);
    expect(traceId.slice(8)).toBe(id.slice(-24));
    expect(isTraceId(traceId)).toBe(true);
  });

  it('is the one that an id in the form of X-Ray names', () => {
    const traceId = '5759e988bd862e3fe1be46a994272793';
    expect(xrayForm(traceId)).toBe('1-5759e988-bd862e3fe1be46a994272793');
    expect(traceIdOf(xrayForm(traceId))).toBe(traceId);
  });

  it.each([
    ...[
      'corr-123456',
      'x',
      'a'.repeat(128),
      `1-00000000-${'0'.repeat(24)}`,
      '1-5759E988-BD862E3FE1BE46A994272793',
    ],
    ...[`req_${'f'.repeat(12)}7${'f'.repeat(19)}`, `req_${'0'.repeat(32)}`],
  ])('is a valid one for any other id, and each time the same: %s', (id) => {
    expect(isTraceId(traceIdOf(id))).toBe(true);
    expect(traceIdOf(id)).toBe(traceIdOf(id));
    expect(traceIdOf(id)).not.toBe(traceIdOf(`${id}.`));
  });

  it('differs for ids that were made in the same millisecond', () => {
    const ids = Array.from({ length: 1_000 }, () => traceIdOf(newId('req')));
    expect(new Set(ids).size).toBe(1_000);
  });
});

it('knows the span that has handed something over by its id', () => {
  expect(isSpanId(spanIdOf('job_1'))).toBe(true);
  expect(spanIdOf('job_1')).toBe(spanIdOf('job_1'));
  expect(spanIdOf('job_1')).not.toBe(spanIdOf('job_2'));
});
