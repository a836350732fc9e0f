import { describe, expect, it } from '@jest/globals';
import { html } from './html.js';
import { drawJson } from './link-json.js';

describe('what a workflow gives, as a list', () => {
  it('is escaped, names and values, however deep', () => {
    const evil = '<img src=x onerror="a">';
    const { text } = drawJson({
      [evil]: [{ [evil]: evil }, evil],
      constructor: { __proto__: { toString: evil } },
    });
    expect(text).not.toContain('<img');
    expect(text).toContain('&lt;img src=x onerror=&quot;a&quot;&gt;');
  });

  it('has names that people read, and leaves out what is empty', () => {
    const { text } = drawJson({
      resourceArn: 'a',
      cveIds: ['CVE-1'],
      dry_run: true,
      none: [],
      nil: null,
      'a b': 1,
    });
    for (const word of ['Resource ARN', 'CVE IDs', 'Dry run', 'yes', 'a b'])
      expect(text).toContain(`>${word}<`);
    expect(text).not.toMatch(/None|Nil/);
  });

  it('is cut where it is long, and says so', () => {
    const { text } = drawJson(Array.from({ length: 5_000 }, (_, n) => ({ n, words: ['x'.repeat(5_000)] })));
    expect(text.length).toBeLessThan(300_000);
    expect(text).toContain('There is more');
    let deep: unknown = 'end';
    for (let n = 0; n < 200; n += 1) deep = { deep };
    expect(drawJson(deep).text.length).toBeLessThan(5_000);
  });

  it('shows signs that turn a name around', () => {
    expect(html`<b>${'user/\u202egnol'}</b>`.text).toBe('<b>user/[U+202E]gnol</b>');
    expect(html`<i title="${`"'\`<`}">${[1, html`<u></u>`, false, null]}</i>`.text).toBe(
      '<i title="&quot;&#39;&#96;&lt;">1<u></u></i>',
    );
  });
});
