import { control, fail, notApplicable, pass, undecided } from '../../control.js';
import { isNoEvidence } from '../../part.js';
import { ssmManagedInstance } from '../../resources/ssm/managed-instance.js';

export const managedCompliantPatching = control({
  id: 'ssm_managed_compliant_patching',
  on: ssmManagedInstance,
  severity: 'high',
  class: 'security',
  title: 'Managed instance lacks patches that its baseline asks for',
  risk: 'Weaknesses for which there is a patch are what attackers try first.',
  remediation: {
    text: 'Install the missing patches and reboot where they wait for it; see why those failed that did.',
    steps: ['ssm SendCommand with AWS-RunPatchBaseline, Operation Install, in a maintenance window'],
    url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-manager-noncompliant-nodes.html',
  },
  needs: ['compliance'],
  decide: ({ compliance: { patch }, patchState, pingStatus }) => {
    const evidence = {
      patch,
      // says what is behind the status; the status decides without it
      patchState: isNoEvidence(patchState) ? null : patchState,
      pingStatus,
    };
    if (patch === null) return undecided('The instance was never scanned for patches', evidence);
    return patch.status === 'COMPLIANT' ? pass(evidence) : fail(evidence);
  },
});

export const managedInstanceAssociationCompliance = control({
  id: 'ssm_managed_instance_association_compliance',
  on: ssmManagedInstance,
  severity: 'low',
  class: 'security',
  title: 'Association of a managed instance could not be carried out',
  risk: 'The instance is not in the state that was defined for it: an agent, a setting or a scan may be missing.',
  remediation: {
    text: 'See why the association failed in its execution history, mend it, and apply it again.',
    steps: ['ssm DescribeAssociationExecutions', 'ssm StartAssociationsOnce'],
    url: 'https://docs.aws.amazon.com/systems-manager/latest/userguide/state-manager-associations-history.html',
  },
  needs: ['compliance'],
  decide: ({ compliance: { association }, pingStatus }) => {
    if (association === null) return notApplicable({ association });
    const evidence = { association, pingStatus };
    return association.status === 'COMPLIANT' ? pass(evidence) : fail(evidence);
  },
});
