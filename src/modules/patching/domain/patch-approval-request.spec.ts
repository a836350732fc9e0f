import { describe, expect, it } from '@jest/globals';
import { patchRequestOf } from './patch-approval-request.js';

/** As specs/3 prints it. */
const printed = {
  correlation_id: 'uuid-12345',
  'detail-type': 'Critical Vulnerabilities Detected',
  detail: { vulnerability_count: 15, critical_count: 3, high_count: 7 },
};
const read = {
  ...{ correlationId: 'uuid-12345', detailType: 'Critical Vulnerabilities Detected' },
  ...{ counts: { total: 15, critical: 3, high: 7 }, scanId: null, scanEnded: null },
  ...{ scanType: 'targeted', daysBack: 7 },
};

describe('the input of patch approval', () => {
  it('is taken as specs/3 prints it', () => {
    expect(patchRequestOf(printed)).toEqual(read);
  });

  it('is the same in the standard input', () => {
    const input = { tenantId: 'acme', workflowType: 'patch-approval', parameters: printed, metadata: {} };
    expect(patchRequestOf(input)).toEqual(read);
  });

  it('is the event as EventBridge hands it over, which names its scan', () => {
    const event = {
      ...{
        version: '0',
        id: '1',
        source: 'patching-automation.vulnerability-scanner',
        account: '111111111111',
      },
      'detail-type': 'Critical Vulnerabilities Detected',
      detail: {
        ...{ correlation_id: 'corr-1', environment: 'prod', critical_count: 2, high_count: 3 },
        ...{ total_vulnerabilities: 9, patchable_vulnerabilities: 4, timestamp: '2026-11-23T10:00:00.000Z' },
      },
    };
    expect(patchRequestOf(event)).toMatchObject({
      ...{ correlationId: 'corr-1', counts: { total: 9, critical: 2, high: 3 } },
      scanEnded: { correlationId: 'corr-1', endedAt: '2026-11-23T10:00:00.000Z' },
    });
  });

  it('may say nothing: the request is then called as its execution is', () => {
    const input = { parameters: {}, metadata: { correlationId: 'req_1' } };
    expect(patchRequestOf(input)).toMatchObject({ correlationId: 'req_1', detailType: null, scanId: null });
    expect(patchRequestOf({}).correlationId).toBeNull();
  });

  it.each([
    [{ detail: { critical_count: -1 } }],
    [{ correlation_id: '' }],
    [{ detail: 'x' }],
    [[]],
    ['text'],
  ])('is refused: %j', (input) => {
    expect(() => patchRequestOf(input)).toThrow();
  });
});
