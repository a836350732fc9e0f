import { describe, expect, it } from '@jest/globals';
import { judgingBy } from '../../../../../test/events/judged.js';
import { lambdaRules } from './lambda.js';

const judged = judgingBy(lambdaRules, 'lambda');
const FUNCTION = 'arn:aws:lambda:eu-west-1:123456789012:function:app';

describe('a function', () => {
  it.each([
    'app',
    'app:3',
    'app:$LATEST',
    '123456789012:function:app',
    '123456789012:function:app:live',
    FUNCTION,
    `${FUNCTION}:3`,
  ])('is named by %s', (functionName) => {
    expect(judged('UpdateFunctionCode20150331v2', { functionName }).changes).toEqual([`changed ${FUNCTION}`]);
  });

  it('keeps the place that its ARN tells', () => {
    const functionName = 'arn:aws:lambda:us-east-1:999999999999:function:app:live';
    expect(judged('AddPermission20150331v2', { functionName }).changes).toEqual([
      'changed arn:aws:lambda:us-east-1:999999999999:function:app',
    ]);
  });

  it('is made and deleted, by a qualifier in part only', () => {
    expect(judged('CreateFunction20150331', { functionName: 'app' }).changes).toEqual([
      `created ${FUNCTION}`,
    ]);
    expect(judged('DeleteFunction20150331', { functionName: 'app' }).changes).toEqual([
      `deleted ${FUNCTION}`,
    ]);
    expect(judged('DeleteFunction20150331', { functionName: 'app', qualifier: '3' }).changes).toEqual([
      `changed ${FUNCTION}`,
    ]);
    expect(judged('DeleteFunction20150331', { functionName: 'app:3' }).changes).toEqual([
      `changed ${FUNCTION}`,
    ]);
  });

  it.each([
    'RemovePermission20150331v2',
    'PublishVersion20150331',
    'DeleteAlias20150331',
    'CreateFunctionUrlConfig',
    'DeleteFunctionUrlConfig',
    'PutFunctionConcurrency20171031',
    'PutFunctionEventInvokeConfig',
    'DeleteProvisionedConcurrencyConfig',
    'DeleteFunctionCodeSigningConfig',
    'PutRuntimeManagementConfig',
  ])('stays, and is changed by %s', (name) => {
    expect(judged(name, { functionName: 'app', qualifier: 'live' })).toEqual({
      what: 'processed',
      changes: [`changed ${FUNCTION}`],
    });
  });

  it('has tags by its ARN, as others have', () => {
    expect(judged('TagResource20170331v2', { resource: FUNCTION }).changes).toEqual([`changed ${FUNCTION}`]);
    const mapping = 'arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:91eaeb7e';
    expect(judged('UntagResource20170331v2', { resource: mapping }).changes).toEqual([]);
  });
});

it('shows mappings, layers and signing, which the inventory does not hold', () => {
  const OWN = 'arn:aws:lambda:eu-west-1:123456789012';
  const made = { responseElements: { uUID: '91eaeb7e', functionArn: FUNCTION } };
  expect(judged('CreateEventSourceMapping20150331', { functionName: 'app' }, made)).toEqual({
    what: 'not_tracked',
    changes: [`created ${OWN}:event-source-mapping:91eaeb7e`],
  });
  for (const layerName of ['tools', `${OWN}:layer:tools`])
    expect(judged('DeleteLayerVersion20181031', { layerName, versionNumber: 4 }).changes).toEqual([
      `deleted ${OWN}:layer:tools:4`,
    ]);
  const layerVersionArn = `${OWN}:layer:tools:5`;
  expect(
    judged('PublishLayerVersion20181031', { layerName: 'tools' }, { responseElements: { layerVersionArn } })
      .changes,
  ).toEqual([`created ${layerVersionArn}`]);
  expect(judged('Invoke', { functionName: 'app' })).toEqual({ what: 'not_tracked', changes: [] });
});
