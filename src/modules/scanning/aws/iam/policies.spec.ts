import { describe, expect, it } from '@jest/globals';
import { policyOf, policyText } from '../../../../../test/support/examples/iam.js';
import { documentOf } from './policies.js';

describe('documentOf', () => {
  it('reads encoded and plain documents, + being no space', () => {
    const statement = { Action: 's3:GetObject', Resource: 'arn:aws:s3:::a+b/100%/*' };
    expect(documentOf(encodeURIComponent(policyText(statement)))).toEqual(policyOf(statement));
    expect(documentOf(policyText(statement))).toEqual(policyOf(statement));
    expect(documentOf(undefined)).toBeNull();
  });

  it('has no evidence of what is no policy', () => {
    expect(documentOf('%E0%A4%A')).toMatchObject({ noEvidence: 'failed', code: 'MalformedPolicy' });
    expect(documentOf('%7B%7D')).toMatchObject({ noEvidence: 'failed' });
  });
});
