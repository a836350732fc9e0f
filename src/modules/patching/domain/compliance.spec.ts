import { describe, expect, it } from '@jest/globals';
import { figuresOf } from './compliance.js';

describe('figuresOf', () => {
  const clean = {
    installed: 40,
    missing: 0,
    failed: 0,
    pendingReboot: 0,
    operationAt: '2026-11-01T00:00:00.000Z',
  };

  it('is compliant where nothing is missing, failed or waiting for a restart', () => {
    expect(figuresOf(clean)).toMatchObject({
      status: 'compliant',
      installed: 40,
      lastScanAt: clean.operationAt,
    });
    for (const field of ['missing', 'failed', 'pendingReboot'])
      expect(figuresOf({ ...clean, [field]: 1 })).toMatchObject({ status: 'non_compliant', [field]: 1 });
  });

  it('never takes what is not known for compliant', () => {
    expect(figuresOf(null)).toMatchObject({ status: 'unknown', missing: null });
    expect(figuresOf({ noEvidence: 'denied', code: 'AccessDenied', message: 'no' })).toMatchObject({
      ...{ status: 'unknown', reason: 'no' },
    });
  });
});
