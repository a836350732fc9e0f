import { describe, expect, it } from '@jest/globals';
import { hashOf, isUsable, keyOf, visiblePrefix } from './api-key.js';

const now = new Date('2026-11-21T12:00:00Z');

describe('an API key', () => {
  const key = keyOf(Uint8Array.from({ length: 32 }, (_, i) => 255 - i));

  it('is its mark and 32 bytes that pass through a header and a shell unquoted', () => {
    expect(key).toMatch(/^shp_[\w-]{43}$/);
    expect(visiblePrefix(key)).toBe(key.slice(0, 12));
  });

  it('is stored as its SHA-256', () => {
    // echo -n abc | sha256sum
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('works until the moment it expires, and not once it is revoked', () => {
    expect(isUsable({ expiresAt: null, revokedAt: null }, now)).toBe(true);
    expect(isUsable({ expiresAt: new Date(now.getTime() + 1), revokedAt: null }, now)).toBe(true);
    expect(isUsable({ expiresAt: now, revokedAt: null }, now)).toBe(false);
    expect(isUsable({ expiresAt: null, revokedAt: now }, now)).toBe(false);
  });
});
