import { describe, expect, it } from '@jest/globals';
import { AT, here, judgedFrom } from '../support/judged-events.js';
import { accountTrails } from '../../src/modules/scanning/domain/resources/cloudtrail/account-trails.js';

const judged = judgedFrom('cloudtrail.amazonaws.com');
const trail = `${here('cloudtrail')}:trail/audit`;
const ofAccount = accountTrails.arn({ trails: [], watchedLogGroups: [] }, AT);

describe('events of CloudTrail', () => {
  it.each([
    ['CreateTrail', { name: 'audit' }, 'created'],
    ['UpdateTrail', { name: trail }, 'changed'],
    ['StopLogging', { name: 'audit' }, 'changed'],
    ['StartLogging', { name: trail }, 'changed'],
    ['PutEventSelectors', { trailName: 'audit' }, 'changed'],
    ['PutInsightSelectors', { trailName: trail }, 'changed'],
    ['DeleteTrail', { name: 'audit' }, 'deleted'],
  ])('%s: the trail, and the account’s trails beside it', (name, request, change) => {
    const { resources, types, related } = judged(name, request);
    expect(resources).toEqual([`${change} ${trail}`]);
    expect(types).toEqual(['AWS::CloudTrail::Trail']);
    expect(related).toEqual([ofAccount]);
  });

  it('prefers the ARN of the answer: the trail’s home may be another region', () => {
    const trailARN = 'arn:aws:cloudtrail:us-east-1:123456789012:trail/audit';
    expect(judged('UpdateTrail', { name: 'audit' }, { trailARN }).resources).toEqual([`changed ${trailARN}`]);
  });

  it('tags a trail, and tells event data stores apart', () => {
    expect(judged('AddTags', { resourceId: trail, tagsList: [] }).resources).toEqual([`changed ${trail}`]);
    const store = `${here('cloudtrail')}:eventdatastore/0a1b`;
    expect(judged('RemoveTags', { resourceId: store })).toMatchObject({
      disposition: 'ignored',
      resources: [`changed ${store}`],
      types: [null],
    });
  });
});
