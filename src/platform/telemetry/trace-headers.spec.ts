import { describe, expect, it } from '@jest/globals';
import { callerTrace } from './trace-headers.js';

const traceId = '5759e988bd862e3fe1be46a994272793';
const spanId = '53995c3f42cd8ad8';
const ROOT = 'Root=1-5759e988-bd862e3fe1be46a994272793';

describe('the trace of a caller', () => {
  it('is read from X-Amzn-Trace-Id, whatever else stands there', () => {
    const read = (header: string) => callerTrace({ 'x-amzn-trace-id': header });
    expect(read(`${ROOT};Parent=${spanId};Sampled=1`)).toEqual({ traceId, spanId, isSampled: true });
    expect(read(`Sampled=0; Parent=${spanId}; ${ROOT}`)).toEqual({ traceId, spanId, isSampled: false });
    expect(read(`Self=1-67891234-12456789abcdef012345678;${ROOT};Lineage=a:1|b:0`)).toEqual({ traceId });
  });

  it('is a trace without a span where a balancer has made it, and we decide whether it is recorded', () => {
    expect(callerTrace({ 'x-amzn-trace-id': ROOT })).toEqual({ traceId });
    expect(callerTrace({ 'x-amzn-trace-id': `${ROOT};Sampled=?` })).toEqual({ traceId });
  });

  it("is read from traceparent first: a balancer's own says nothing of the caller", () => {
    const other = '4bf92f3577b34da6a3ce929d0e0e4736';
    const read = (traceparent: string) => callerTrace({ traceparent, 'x-amzn-trace-id': ROOT });
    expect(read(`00-${other}-${spanId}-01`)).toEqual({ traceId: other, spanId, isSampled: true });
    expect(read(`00-${other}-${spanId}-02`)).toEqual({ traceId: other, spanId, isSampled: false });
    expect(read(`01-${other}-${spanId}-01-more`)?.traceId).toBe(other);
    for (const bad of [
      `00-${other}-${spanId}-01-more`,
      `ff-${other}-${spanId}-01`,
      `00-${other}-${'0'.repeat(16)}-01`,
    ])
      expect(read(bad)?.traceId).toBe(traceId);
  });

  it.each([
    ...[
      '',
      'Root=',
      'Root=1-5759e988-short',
      `Root=1-00000000-${'0'.repeat(24)}`,
      `Root=2-5759e988-${'a'.repeat(24)}`,
    ],
    ...[`${ROOT}${';x=1'.repeat(200)}`, 'Root=1-5759e988-bd862e3fe1be46a99427279\n'],
  ])('is none where the header makes no sense: %j', (header) => {
    expect(callerTrace({ 'x-amzn-trace-id': header })).toBeUndefined();
    expect(callerTrace({ traceparent: header })).toBeUndefined();
  });
});
