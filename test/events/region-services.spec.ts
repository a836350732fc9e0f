import { describe, expect, it } from '@jest/globals';
import { AT, here, judgedFrom } from '../support/judged-events.js';
import { accessAnalyzerCoverage } from '../../src/modules/scanning/domain/resources/accessanalyzer/coverage.js';
import { configRecording } from '../../src/modules/scanning/domain/resources/config/recording.js';
import { guardDutyProtection } from '../../src/modules/scanning/domain/resources/guardduty/protection.js';
import { securityHub } from '../../src/modules/scanning/domain/resources/securityhub/hub.js';

describe('events of AWS Config', () => {
  const judged = judgedFrom('config.amazonaws.com');
  const recorder = `${here('config')}:configuration-recorder/default`;
  const recording = configRecording.arn({ recorder: null }, AT);

  it.each([
    ['PutConfigurationRecorder', { configurationRecorder: { name: 'default', roleARN: 'r' } }, 'changed'],
    ['StopConfigurationRecorder', { configurationRecorderName: 'default' }, 'changed'],
    ['DeleteConfigurationRecorder', { configurationRecorderName: 'default' }, 'deleted'],
  ])('%s: the recorder, and whether the region records', (name, request, change) => {
    const { resources, related, relatedAll } = judged(name, request);
    expect(resources).toEqual([`${change} ${recorder}`]);
    expect(related).toEqual([recording]);
    expect(relatedAll).toEqual([{ all: 'AWS::Config::ConfigurationRecorder', scope: 'region' }]);
  });

  it('looks at the region’s recorder when its delivery channel changes', () => {
    const { resources, related, disposition } = judged('DeleteDeliveryChannel', { deliveryChannelName: 'c' });
    expect({ resources, related, disposition }).toEqual({
      resources: [],
      related: [recording],
      disposition: 'processed',
    });
  });

  it('leaves rules alone', () => {
    expect(judged('DeleteConfigRule', { configRuleName: 'r' }).disposition).toBe('ignored');
  });
});

describe('events of GuardDuty', () => {
  const judged = judgedFrom('guardduty.amazonaws.com');
  const detector = `${here('guardduty')}:detector/12ab`;
  const protection = guardDutyProtection.arn({ detectors: [] }, AT);

  it.each([
    ['CreateDetector', { enable: true }, { detectorId: '12ab' }, 'created'],
    ['UpdateDetector', { detectorId: '12ab', enable: false }, null, 'changed'],
    ['CreateFilter', { detectorId: '12ab', name: 'f' }, { name: 'f' }, 'changed'],
    ['DeleteIPSet', { detectorId: '12ab', ipSetId: 'i' }, null, 'changed'],
    ['DisassociateFromMasterAccount', { detectorId: '12ab' }, null, 'changed'],
    ['DeletePublishingDestination', { detectorId: '12ab', destinationId: 'd' }, null, 'changed'],
    ['TagResource', { resourceArn: `${detector}/filter/f` }, null, 'changed'],
    ['DeleteDetector', { detectorId: '12ab' }, null, 'deleted'],
  ])('%s: the detector, and whether the region is watched', (name, request, response, change) => {
    const { resources, related } = judged(name, request, response);
    expect(resources).toEqual([`${change} ${detector}`]);
    expect(related).toEqual([protection]);
  });

  it('has nothing to do with findings', () => {
    expect(judged('ArchiveFindings', { detectorId: '12ab', findingIds: [] }).disposition).toBe('ignored');
  });
});

describe('events of Security Hub', () => {
  const judged = judgedFrom('securityhub.amazonaws.com');
  const hub = securityHub.arn(
    { enabled: true, subscribedAt: null, autoEnableControls: null, standards: [] },
    AT,
  );

  it.each([
    ['EnableSecurityHub', null, 'created'],
    ['BatchEnableStandards', { standardsSubscriptionRequests: [] }, 'changed'],
    ['UpdateStandardsControl', { standardsControlArn: 'c' }, 'changed'],
    ['TagResource', { resourceArn: hub }, 'changed'],
    ['DisableSecurityHub', null, 'deleted'],
  ])('%s: the region’s hub', (name, request, change) => {
    expect(judged(name, request).resources).toEqual([`${change} ${hub}`]);
  });

  it('has nothing to do with findings', () => {
    expect(judged('BatchImportFindings', { findings: [] })).toMatchObject({
      disposition: 'ignored',
      resources: [],
    });
  });
});

describe('events of IAM Access Analyzer', () => {
  const judged = judgedFrom('access-analyzer.amazonaws.com');
  const analyzer = `${here('access-analyzer')}:analyzer/outside`;

  it.each([
    ['CreateAnalyzer', { analyzerName: 'outside', type: 'ACCOUNT' }, { arn: analyzer }, 'created'],
    ['CreateArchiveRule', { analyzerName: 'outside', ruleName: 'r' }, null, 'changed'],
    ['UntagResource', { resourceArn: analyzer }, null, 'changed'],
    ['DeleteAnalyzer', { analyzerName: 'outside' }, null, 'deleted'],
  ])('%s: the analyzer, and whether the region is analyzed', (name, request, response, change) => {
    const { resources, related } = judged(name, request, response);
    expect(resources).toEqual([`${change} ${analyzer}`]);
    expect(related).toEqual([accessAnalyzerCoverage.arn({ analyzers: [] }, AT)]);
  });
});
