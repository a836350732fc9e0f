import { describe, expect, it } from '@jest/globals';
import { type BusEntry, entryBytes, fitted, MAX_ENTRY_BYTES } from './bus-entry.js';

const entry = (detail: Record<string, unknown>): BusEntry => ({
  ...{ source: 'compliance-shepherd', detailType: 'x', detail, resources: [] },
  time: new Date('2026-11-23T10:00:00Z'),
});

describe('the size of an entry', () => {
  it('counts the time and each text in UTF-8', () => {
    const given = { ...entry({ a: 'é' }), resources: ['arn:aws:s3:::b'] };
    expect(entryBytes(given)).toBe(14 + 19 + 1 + Buffer.byteLength('{"a":"é"}') + 14);
  });
});

describe('an entry that is too large', () => {
  it('is left as it is where it is not', () => {
    const small = entry({ list: [1, 2, 3] });
    expect(fitted(small)).toEqual(small);
  });

  it('keeps the beginning of its largest list, and says so', () => {
    const list = Array.from({ length: 5_000 }, (_, n) => ({ patchId: `KB${n}`, note: 'x'.repeat(100) }));
    const { detail } = fitted(entry({ status: 'approved', others: [1, 2], list }));
    expect(detail).toMatchObject({ status: 'approved', others: [1, 2] });
    const kept = (detail['list'] as unknown[]).length;
    expect(detail['trimmed']).toEqual({ list: { kept, of: 5_000 } });
    expect(kept).toBeGreaterThan(1_000);
    expect(detail['list']).toEqual(list.slice(0, kept));
  });

  it.each([
    ['a text', { cause: 'é'.repeat(300_000) }],
    ['a list of large things', { list: ['x'.repeat(200_000), 'y'.repeat(200_000)] }],
    ['several', { a: 'x'.repeat(200_000), b: Array.from({ length: 90_000 }, () => 'y') }],
  ])('is small enough in the end: %s', (_, detail) => {
    expect(entryBytes(entry(detail))).toBeGreaterThan(MAX_ENTRY_BYTES);
    const cut = fitted(entry(detail));
    expect(entryBytes(cut)).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
    expect(cut.detail['trimmed']).toBeDefined();
  });

  it('ends where nothing can be cut', () => {
    const fixed = entry({ inner: { text: 'x'.repeat(300_000) } });
    expect(fitted(fixed)).toEqual(fixed);
  });
});
