import { describe, expect, it } from '@jest/globals';
import { triggerEvent } from './trigger.schemas.js';

const paths = (body: unknown) =>
  (triggerEvent.safeParse(body).error?.issues ?? []).map(({ path }) => path.join('.'));
const event = (eventType: string, parameters: unknown = {}) => ({ eventType, parameters });

describe('what is told by POST /events/trigger', () => {
  it('is taken as specs/1 prints it', () => {
    const printed = {
      eventType: 'manual-scan',
      tenantId: 'my-company',
      parameters: { scanType: 'security-focused', priority: 'high' },
      triggeredBy: 'user@company.com',
      processImmediately: true,
    };
    expect(triggerEvent.parse(printed)).toEqual(printed);
    const { processImmediately, parameters } = triggerEvent.parse({ eventType: 'manual-scan' });
    expect([processImmediately, parameters]).toEqual([true, {}]);
  });

  it.each([
    ['an unknown type', event('scheduled-scan'), ['eventType']],
    ['no object', event('manual-scan', 'all'), ['parameters']],
    ['an unknown priority', event('manual-scan', { priority: 'urgent' }), ['parameters.priority']],
    ['no findings', event('manual-remediation'), ['parameters.findingIds']],
    [
      'findings that are none',
      event('manual-remediation', { findingIds: [1, ''] }),
      ['parameters.findingIds.0', 'parameters.findingIds.1'],
    ],
    ['no framework', event('manual-assessment', { framework: '' }), ['parameters.framework']],
    [
      'an incident of no type',
      event('compliance-violation-detected', { incidentType: 7 }),
      ['parameters.incidentType'],
    ],
    ['no resources', event('remediation-completed'), ['parameters.resourceArns']],
    [
      'resources that are none, and what nobody knows',
      event('remediation-completed', { resourceArns: ['bucket'], done: true }),
      ['parameters.resourceArns.0', 'parameters.done'],
    ],
    ['a score over 100', event('assessment-completed', { score: 101 }), ['parameters.score']],
    [
      'other fields',
      { ...event('manual-scan'), clientToken: '', region: 'x' },
      ['clientToken', ''], // the unknown field's name is in its keys
    ],
  ])('is refused by its field: %s', (_, body, expected) => {
    expect(paths(body)).toEqual(expected);
  });

  it.each([
    ['manual-scan', { scanType: 'full', regions: ['us-east-1'] }],
    ['manual-remediation', { findingIds: ['fnd_1'], dryRun: true }],
    ['manual-assessment', { framework: 'SOC2' }],
    ['compliance-violation-detected', { severity: 'critical' }],
    ['remediation-completed', { findingIds: ['fnd_1'] }],
    ['remediation-completed', { resourceArns: ['arn:aws:s3:::b'], status: 'completed' }],
    ['assessment-completed', { framework: 'SOC2', score: 88.5 }],
  ])('is taken: %s with %j', (eventType, parameters) => {
    expect(paths(event(eventType, parameters))).toEqual([]);
  });
});
