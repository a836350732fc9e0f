import { describe, expect, it } from '@jest/globals';
import { partsOf, textOf, tokenOf, type LinkToken } from './link-token.js';

const tokens: LinkToken[] = [
  { type: 'personal', tenantId: 'acme', linkId: 'lnk_1' },
  { type: 'shared', tenantId: 'acme', kind: 'finding', id: 'fnd_1', until: 1 },
  { type: 'ticket', tenantId: 'acme', kind: 'finding', id: 'fnd_1', keyId: 'key_1', until: 1 },
];

describe('the text of a link', () => {
  it.each(tokens)('of a $type one is read as it was written', (token) => {
    expect(tokenOf(textOf(token))).toEqual(token);
  });

  it('is different for each thing, and is none where it is not whole', () => {
    expect(new Set(tokens.map(textOf)).size).toBe(3);
    const text = (...fields: unknown[]) => Buffer.from(JSON.stringify(fields)).toString('base64url');
    for (const bad of ['', 'a', text(), text('personal', 'acme'), text('shared', 'acme', 'secret', 'x', 1)])
      expect(tokenOf(bad)).toBeUndefined();
    expect(tokenOf(text('ticket', 'acme', 'finding', 'fnd_1', 1))).toBeUndefined();
    expect(tokenOf(text('shared', 'acme', 'finding', 'fnd_1', '1'))).toBeUndefined();
  });

  it('has two parts, and is short', () => {
    const mac = 'm'.repeat(43);
    expect(partsOf(`abc.${mac}`)).toEqual({ signed: 'abc', mac });
    for (const bad of [
      'abc',
      `abc.${mac}x`,
      `.${mac}`,
      `abc.def.${mac}`,
      `a b.${mac}`,
      `${'a'.repeat(1024)}.${mac}`,
    ])
      expect(partsOf(bad)).toBeUndefined();
  });
});
