import { expect, it } from '@jest/globals';
import { auditable } from './audit.js';

it('keeps what changed, with dates in ISO 8601', () => {
  expect(auditable({ name: 'a', at: new Date(0), regions: null, tags: [{ value: 'v' }] })).toEqual({
    name: 'a',
    at: '1970-01-01T00:00:00.000Z',
    regions: null,
    tags: [{ value: 'v' }],
  });
});

it('leaves secrets out, at any depth and under the names they go by', () => {
  const kept = auditable({
    key: 'shp_x',
    exemptTags: [{ key: 'Name' }],
    keyId: 'key_1',
    account: { externalId: 'abc', roleArn: 'arn' },
    channels: [{ slackToken: 't', clientSecret: 's', password: 'p' }],
  });
  expect(kept).toEqual({
    key: '[secret]',
    exemptTags: [{ key: 'Name' }],
    keyId: 'key_1',
    account: { externalId: '[secret]', roleArn: 'arn' },
    channels: [{ slackToken: '[secret]', clientSecret: '[secret]', password: '[secret]' }],
  });
});

it('still shows that there is no secret', () => {
  expect(auditable({ externalId: null })).toEqual({ externalId: null });
});
