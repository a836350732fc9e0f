import { describe, expect, it } from '@jest/globals';
import { denied, instance, user } from '../../../../test/support/scanning-examples.js';
import { noEvidenceOf } from './part.js';

describe('noEvidenceOf', () => {
  it('finds parts without evidence at any depth', () => {
    const key = { id: 'AKIA1', status: 'Active', createdAt: null, lastUsedAt: denied };
    expect(noEvidenceOf(user({ tags: denied, accessKeys: [key, key] }))).toEqual([
      { part: 'accessKeys.lastUsedAt', missing: denied },
      { part: 'accessKeys.lastUsedAt', missing: denied },
      { part: 'tags', missing: denied },
    ]);
    expect(noEvidenceOf(instance())).toEqual([]);
  });
});
