import { describe, expect, it } from '@jest/globals';
import { requirementsFrom } from './custom-framework.js';

const given = (id: string, controls: string[], manual?: string) => ({
  ...{ id, title: id, section: 's', controls, manual },
});

describe("the requirements of a tenant's own framework", () => {
  it('name controls by their own ids, each once', () => {
    const named = ['S3BucketPublic', 's3_bucket_level_public_access_block', 'custom_x'];
    expect(requirementsFrom([given('1', named), given('2', [], 'ask')], new Set(['custom_x']))).toEqual({
      requirements: [
        {
          ...{ id: '1', title: '1', section: 's' },
          controls: ['s3_bucket_level_public_access_block', 'custom_x'],
        },
        { id: '2', title: '2', section: 's', controls: [], manual: 'ask' },
      ],
    });
  });

  it('are refused by the path of each mistake', () => {
    const bad = [given('1', ['custom_x', 'nothing']), given('1', [])];
    const checked = requirementsFrom(bad, new Set());
    expect('problems' in checked && checked.problems.map(({ path }) => path)).toEqual([
      'requirements.0.controls.0',
      'requirements.0.controls.1',
      'requirements.1.id',
      'requirements.1.controls',
    ]);
  });
});
