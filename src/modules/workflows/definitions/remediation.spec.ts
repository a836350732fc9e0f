import { describe, expect, it } from '@jest/globals';
import { remediation } from './remediation.workflow.js';

const { States } = remediation.program;
const findingIds = ['fnd_1'];

describe('RemediationWorkflow', () => {
  it('has the states that specs/2 prints', () => {
    expect(Object.keys(States)).toEqual(
      expect.arrayContaining([
        ...['InitializeRemediation', 'CheckApprovalRequired', 'WaitForApproval', 'CheckApprovalStatus'],
        'ApplyRemediations',
      ]),
    );
  });

  it('has the parameters of specs/2 with their defaults, and one of our own', () => {
    expect(remediation.parameters.parse({ findingIds })).toEqual({
      ...{
        findingIds,
        approvalRequired: true,
        dryRun: false,
        notificationTargets: [],
        restoreOnFailure: true,
      },
    });
  });

  it.each([
    ['no findings', {}],
    ['an empty list of findings', { findingIds: [] }],
    ['more than 500 findings', { findingIds: Array.from({ length: 501 }, (_, n) => `fnd_${n}`) }],
    ['a parameter that there is not', { findingIds, force: true }],
  ])('refuses %s', (_, given) => {
    expect(remediation.parameters.safeParse(given).success).toBe(false);
  });

  it('applies resources side by side, and asks people one after the other', () => {
    expect(States['ApplyRemediations']).toMatchObject({ Type: 'Map', MaxConcurrency: 5 });
    expect(States['WaitForApproval']).toMatchObject({ Type: 'Map', MaxConcurrency: 1 });
  });
});
