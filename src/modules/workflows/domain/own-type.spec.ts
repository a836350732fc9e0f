import { describe, expect, it } from '@jest/globals';
import { refusalOfType, stateMachineOf, typeOf } from './own-type.js';

describe("the names of a tenant's workflows", () => {
  it.each([
    ['nightly-check', 'NightlyCheckWorkflow'],
    ['nightly', 'NightlyWorkflow'],
    ['a-b-c', 'ABCWorkflow'],
    ['ab-c2', 'AbC2Workflow'],
    ['my-workflow', 'MyWorkflowWorkflow'],
  ])('%s runs as %s, and is found by it', (type, stateMachine) => {
    expect(refusalOfType(type)).toBeUndefined();
    expect([stateMachineOf(type), typeOf(stateMachine)]).toEqual([stateMachine, type]);
  });

  it.each([
    '',
    'Nightly',
    'nightly_check',
    'nightly-',
    '-nightly',
    'n--c',
    'n-1',
    '1n',
    'null',
    'n'.repeat(65),
  ])('%s is none', (type) => expect(refusalOfType(type)).toBe('no name'));

  it.each([
    '',
    'Workflow',
    'nightlyWorkflow',
    'Nightly',
    'Nightly-CheckWorkflow',
    'patch-approval-workflow-dev',
  ])('%s is no state machine of a tenant', (stateMachine) => expect(typeOf(stateMachine)).toBeUndefined());

  it('are not those of the service, which is still to have some of them', () => {
    expect(['compliance-scan', 'remediation', 'patch-installation'].map(refusalOfType)).toEqual([
      'ours',
      'ours',
      'ours',
    ]);
  });
});
