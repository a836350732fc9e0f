import { describe, expect, it } from '@jest/globals';
import { actorOf, customEventTypes, envelopeOf, planOf, whoOfKey } from './own-event.js';
import { envelope } from './envelope.js';

describe('what a custom event asks for', () => {
  it.each([
    ['manual-scan', 'compliance-scan', 'ComplianceScanWorkflow'],
    ['manual-remediation', 'remediation', 'RemediationWorkflow'],
    ['manual-assessment', 'compliance-assessment', 'ComplianceAssessmentWorkflow'],
    ['compliance-violation-detected', 'incident-response', 'IncidentResponseWorkflow'],
  ] as const)('%s: the workflow %s', (type, workflowType, stateMachine) => {
    expect(planOf(type, {})).toMatchObject({ does: 'workflow', workflowType, stateMachine });
  });

  it('a priority says who goes first, and is no parameter', () => {
    const plan = planOf('manual-scan', { scanType: 'security-focused', priority: 'high' });
    expect(plan).toMatchObject({ parameters: { scanType: 'security-focused' }, priority: 'high' });
    expect('parameters' in plan && Object.keys(plan.parameters)).toEqual(['scanType']);
  });

  it('an incident has a type, that which is given', () => {
    expect(planOf('compliance-violation-detected', {})).toMatchObject({
      parameters: { incidentType: 'compliance-violation' },
    });
    expect(planOf('compliance-violation-detected', { incidentType: 'data-leak' })).toMatchObject({
      parameters: { incidentType: 'data-leak' },
    });
  });

  it('the others start no workflow', () => {
    const others = customEventTypes.slice(4).map((type) => [type, planOf(type, {}).does]);
    expect(others).toEqual([
      ['remediation-completed', 'reassess'],
      ['assessment-completed', 'notify'],
    ]);
  });
});

describe('an event of our own', () => {
  it('has the envelope of any event, which nothing given replaces', () => {
    const made = envelopeOf(
      {
        ...{ eventType: 'manual-scan', eventTime: new Date('2026-11-23T10:00:00Z'), correlationId: 'req_1' },
        ...{
          detail: { source: 'x' },
          more: { source: 'aws.s3', triggeredBy: 'user@company.com' },
          who: null,
        },
        ...{ disposition: 'retrying', reason: 'waiting' },
        resources: [{ arn: 'arn:aws:s3:::b', change: 'changed', type: null }],
      },
      'evt_1',
    );
    expect(made).toEqual({
      ...{ version: '0', id: 'evt_1', 'detail-type': 'manual-scan', source: 'compliance-shepherd' },
      ...{ account: '', time: '2026-11-23T10:00:00.000Z', region: '', resources: ['arn:aws:s3:::b'] },
      ...{ detail: { source: 'x' }, triggeredBy: 'user@company.com' },
    });
    expect(envelope.parse(made)).toEqual(made);
  });

  it('is answered for by the owner of the key, else by the service', () => {
    const key = { owner: 'operator@acme.test', keyId: 'key_1' };
    expect(actorOf(whoOfKey(key, 'evt_1'))).toEqual(key);
    expect(actorOf(null)).toEqual({ owner: 'service@localhost', keyId: 'service' });
  });
});
