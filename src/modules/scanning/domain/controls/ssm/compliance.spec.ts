import { describe, expect, it } from '@jest/globals';
import { managedInstance } from '../../../../../../test/support/examples/ssm.js';
import { context, denied } from '../../../../../../test/support/scanning-examples.js';
import { type Control } from '../../control.js';
import { type SsmManagedInstance } from '../../resources/ssm/managed-instance.js';
import { managedCompliantPatching, managedInstanceAssociationCompliance } from './compliance.js';

const summary = (status: string) => ({ status, severity: null, compliant: 3, nonCompliant: 1 });
const decide = (control: Control, changed: Partial<SsmManagedInstance>) =>
  control.evaluate(managedInstance(changed), context()).verdict;
const of = (patch: string | null, association: string | null) => ({
  compliance: {
    patch: patch === null ? null : summary(patch),
    association: association === null ? null : summary(association),
  },
});

describe('ssm_managed_compliant_patching', () => {
  it('goes by the patches and not by the associations', () => {
    expect(decide(managedCompliantPatching, of('COMPLIANT', 'NON_COMPLIANT'))).toBe('pass');
    expect(decide(managedCompliantPatching, of('NON_COMPLIANT', 'COMPLIANT'))).toBe('fail');
  });

  it('has no evidence of an instance that was never scanned: nothing missing is known of it', () => {
    expect(decide(managedCompliantPatching, of(null, 'COMPLIANT'))).toBe('no_evidence');
    expect(decide(managedCompliantPatching, { compliance: denied })).toBe('no_evidence');
  });

  it('decides without the counts of patches', () => {
    expect(decide(managedCompliantPatching, { ...of('COMPLIANT', null), patchState: denied })).toBe('pass');
  });
});

describe('ssm_managed_instance_association_compliance', () => {
  it('goes by the associations and not by the patches', () => {
    expect(decide(managedInstanceAssociationCompliance, of('NON_COMPLIANT', 'COMPLIANT'))).toBe('pass');
    expect(decide(managedInstanceAssociationCompliance, of('COMPLIANT', 'NON_COMPLIANT'))).toBe('fail');
  });

  it('does not apply to an instance without one', () => {
    expect(decide(managedInstanceAssociationCompliance, of('COMPLIANT', null))).toBe('not_applicable');
    expect(decide(managedInstanceAssociationCompliance, { compliance: denied })).toBe('no_evidence');
  });
});
