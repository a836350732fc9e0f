import { describe, expect, it } from '@jest/globals';
import { bare, line, name, shortened } from './safe-text.js';

describe('a name of somebody else', () => {
  it('is one line, in which nothing is unseen', () => {
    expect(name(' a\r\nSubject: b\u2028c ')).toBe('a Subject: b c');
    expect(name('gpj.\u202eexe\u0000\u0007\ud800')).toBe('gpj.�exe���');
  });

  it('does not turn the sentence around it', () => {
    expect(name('גיבוי')).toBe('\u2068גיבוי\u2069');
    expect(name('backup')).toBe('backup');
    // who closes the isolate inside of it does not get out
    expect(bare(name('גיבוי\u2069evil'))).toBe('גיבוי�evil');
  });

  it('is cut where a character ends, with the isolate closed', () => {
    expect(shortened('👨‍👩‍👧‍👦'.repeat(4), 12).length).toBeLessThanOrEqual(12);
    expect(shortened('👨‍👩‍👧‍👦'.repeat(4), 12)).not.toMatch(/\p{Surrogate}|\u200d…/u);
    const long = name('א'.repeat(500), 50);
    expect([long.length <= 50, long.startsWith('\u2068'), long.endsWith('…\u2069')]).toEqual([
      true,
      true,
      true,
    ]);
    expect(line(`x ${name('א'.repeat(80))}`, 40)).toMatch(/…\u2069$/);
  });
});
