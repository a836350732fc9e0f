import { describe, expect, it } from '@jest/globals';
import { controls } from './controls/index.js';
import { customControl, customId, missingParts, partName, partsNamed } from './custom-control.js';
import { type NoEvidence } from './part.js';
import { ec2Volume } from './resources/ec2/volume.js';
import { resourceTypeOf } from './resources/index.js';

const volume = resourceTypeOf(ec2Volume.type);
if (volume === undefined) throw new Error('volumes are read');
const denied: NoEvidence = { noEvidence: 'denied', code: 'AccessDenied', message: 'no' };

describe("a tenant's own control", () => {
  it.each(['custom_x', 'custom_bucket_has_owner', 'custom_2fa'])('may be named %s', (id) => {
    expect(customId.test(id)).toBe(true);
  });

  it.each([
    'x',
    'custom_',
    'custom_X',
    'custom__x',
    'custom_x_',
    'Custom_x',
    'custom_x-y',
    's3_bucket_unused',
  ])('may not be named %s', (id) => {
    expect(customId.test(id)).toBe(false);
  });

  it('is never named as one of the product', () => {
    const names = controls.flatMap(({ id, aliases }) => [id, ...aliases]);
    expect(names.filter((name) => customId.test(name))).toEqual([]);
  });

  it('decides nothing where its expression was not asked', () => {
    const own = customControl(
      {
        ...{ id: 'custom_x', resourceType: volume.type, severity: 'low', title: 't', risk: 'r' },
        ...{ remediation: { text: 'x' }, expression: 'encrypted' },
      },
      volume,
    );
    const place = { partition: 'aws', accountId: '1', region: 'eu-west-1' };
    const context = { now: new Date(), place, thresholds: {} as never };
    expect(own.judge({ encrypted: true }, context).verdict).toBe('no_evidence');
    expect(own).toMatchObject({ class: 'security', type: 'AWS::EC2::Volume', needs: ['encrypted'] });
  });
});

describe('the parts that an expression needs', () => {
  it.each([
    ['$exists(newestSnapshot) and encrypted', ['encrypted', 'newestSnapshot']],
    ['$$.tags', 'all'],
    ['**.id', 'all'],
    ['$lookup($, "tags")', 'all'],
    ['"t\\u0061gs"', 'all'],
    ['$resource.region = "eu-west-1"', []],
  ])('of %s are %j', (expression, parts) => {
    const all = partsNamed('*', volume);
    expect(all).toContain('newestSnapshot');
    expect(partsNamed(expression, volume).sort()).toEqual(parts === 'all' ? all.sort() : parts);
  });
});

describe('what is missing in a configuration', () => {
  it('is found at any depth', () => {
    const keys = [
      { id: 'a', lastUsedAt: denied },
      { id: 'b', lastUsedAt: null },
    ];
    const missing = missingParts({ policy: denied, keys, tags: { noEvidence: 'a tag of that name' } });
    expect(missing.map(({ path }) => path)).toEqual([['policy'], ['keys', 0, 'lastUsedAt']]);
    expect(missing.map(partName)).toEqual(['policy', 'keys.lastUsedAt']);
  });
});
