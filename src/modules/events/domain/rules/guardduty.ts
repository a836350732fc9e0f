import { named } from '../names.js';
import { alongWith, changed, created, deleted, each, kind, nothing, type Rule, rules } from '../rule.js';

/** What a detector has (a filter, an IP set) is named behind it: `detector/ID/filter/NAME`. */
const detectorAt = kind(
  'AWS::GuardDuty::Detector',
  'arn:{partition}:guardduty:{region}:{account}:detector/{}',
  { id: named('detector/', (id) => id.split('/')[0]) },
);
const detector = detectorAt('request.detectorId|response.detectorId');
/** Whether a region is watched: there is one such setting, with or without a detector. */
const protection = kind(
  'AWS::GuardDuty::Protection',
  'arn:{partition}:guardduty:{region}:{account}:threat-detection',
)();
const inRegion = (rule: Rule): Rule => alongWith(rule, protection);
const detectorChanged = inRegion(changed(detector));
const planAt = kind(null, 'arn:{partition}:guardduty:{region}:{account}:malware-protection-plan/{}');
const plan = planAt('request.malwareProtectionPlanId|response.malwareProtectionPlanId');
const tagged = inRegion(changed(detectorAt('request.resourceArn'), planAt('request.resourceArn')));

/** What a detector has besides: of it, all of these are configuration. */
const PARTS = [
  ...['Filter', 'IPSet', 'ThreatIntelSet', 'ThreatEntitySet', 'TrustedEntitySet', 'PublishingDestination'],
  'CustomDetectionRuleAssociation',
].flatMap((part) => [`Create${part}`, `Update${part}`, `Delete${part}`]);
const MEMBERS = [
  ...['CreateMembers', 'DeleteMembers', 'InviteMembers', 'DisassociateMembers'],
  ...['StartMonitoringMembers', 'StopMonitoringMembers', 'UpdateMemberDetectors'],
  ...['AcceptInvitation', 'AcceptAdministratorInvitation'],
  ...['DisassociateFromMasterAccount', 'DisassociateFromAdministratorAccount'],
];
const ORGANIZATION = ['Create', 'Update', 'Delete'].map(
  (verb) => `${verb}CustomDetectionRuleOrgConfiguration`,
);

/** GuardDuty (service-authorization/latest/reference/list_amazonguardduty.html). */
export const guardDutyRules = [
  rules('guardduty.amazonaws.com', {
    CreateDetector: inRegion(created(detector)),
    UpdateDetector: detectorChanged,
    DeleteDetector: inRegion(deleted(detector)),
    UpdateMalwareScanSettings: detectorChanged,
    ...each([...PARTS, ...MEMBERS], detectorChanged),
    UpdateOrganizationConfiguration: detectorChanged,
    EnableOrganizationAdminAccount: inRegion(changed()),
    DisableOrganizationAdminAccount: inRegion(changed()),
    TagResource: tagged,
    UntagResource: tagged,
    CreateMalwareProtectionPlan: created(plan),
    UpdateMalwareProtectionPlan: changed(plan),
    DeleteMalwareProtectionPlan: deleted(plan),
    ...each(
      ['ArchiveFindings', 'UnarchiveFindings', 'CreateSampleFindings', 'UpdateFindingsFeedback'],
      nothing('findings'),
    ),
    ...each(['StartMalwareScan', 'SendObjectMalwareScan', 'CreateInvestigation'], nothing('a job')),
    ...each(['DeclineInvitations', 'DeleteInvitations'], nothing('an invitation')),
    ...each(ORGANIZATION, nothing('the organization')),
  }),
];
