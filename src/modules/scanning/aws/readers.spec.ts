import { describe, expect, it } from '@jest/globals';
import { resourceTypes } from '../domain/resources/index.js';
import { services } from '../domain/resource-type.js';
import { listersOf, readerOf, readers } from './readers.js';

describe('the list of readers', () => {
  it('has one for each resource type', () => {
    expect(readers.map(({ type }) => type)).toEqual([...resourceTypes]);
    expect(readerOf('AWS::IAM::AccessKey')?.type.type).toBe('AWS::IAM::AccessKey');
  });

  it('finds each type in exactly one listing', () => {
    const listers = services.flatMap((service) => [
      ...listersOf(service, 'account'),
      ...listersOf(service, 'region'),
    ]);
    const types = listers.flatMap((lister) => lister.types);
    expect(new Set(types)).toEqual(new Set(resourceTypes));
    expect(types).toHaveLength(resourceTypes.length);
  });
});
