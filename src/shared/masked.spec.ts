import { describe, expect, it } from '@jest/globals';
import { masked } from './masked.js';

describe('masked', () => {
  it.each([
    ['No account shp_abcdefghIJKLMNOPQRSTU', 'No account shp_abcdefgh…'],
    ['/links/WyJz.abc-def?do=approve', '/links/[token]?do=approve'],
    ['Cannot GET //Links//WyJz.abc', 'Cannot GET //Links//[token]'],
    ['{"path":"/links/WyJz.abc"}', '{"path":"/links/[token]"}'],
    ['{"cause":"/links/x\\" of"}', '{"cause":"/links/[token]\\" of"}'],
    ['shp_abcdefgh is a key', 'shp_abcdefgh is a key'], // as lists show it
    ['/links of tenants', '/links of tenants'],
  ])('%s', (text, is) => expect(masked(text)).toBe(is));
});
