import { changed, created, deleted, each, kind, nothing, rules } from '../rule.js';

/** The one hub that a region can have; most calls do not name it. */
const hub = kind('AWS::SecurityHub::Hub', 'arn:{partition}:securityhub:{region}:{account}:hub/default')();

const ofHub = (name: string) => kind(null, `arn:{partition}:securityhub:{region}:{account}:${name}/{}`);
const rule = ofHub('automation-rule')('response.ruleArn|request.identifier');
const aggregator = kind(
  null,
  'arn:{partition}:securityhub:{region}:{account}:finding-aggregator/{}',
)('response.findingAggregatorArn|request.findingAggregatorArn');
const policy = ofHub('configuration-policy')('response.arn|request.identifier');
const hubV2 = ofHub('hubv2')('response.hubV2Arn');
const tagged = changed(
  kind(
    'AWS::SecurityHub::Hub',
    'arn:{partition}:securityhub:{region}:{account}:hub/{}',
  )('request.resourceArn'),
  ...['automation-rule', 'configuration-policy', 'hubv2'].map((name) => ofHub(name)('request.resourceArn')),
);

/** What the authorization reference gives to the hub as its resource: standards, products, members, insights. */
const OF_THE_HUB = [
  ...['UpdateSecurityHubConfiguration', 'UpdateOrganizationConfiguration'],
  ...['BatchEnableStandards', 'BatchDisableStandards', 'UpdateStandardsControl'],
  ...['BatchUpdateStandardsControlAssociations', 'UpdateSecurityControl'],
  ...['EnableImportFindingsForProduct', 'DisableImportFindingsForProduct'],
  ...['CreateMembers', 'DeleteMembers', 'InviteMembers', 'DisassociateMembers'],
  ...['AcceptInvitation', 'AcceptAdministratorInvitation'],
  ...['DisassociateFromMasterAccount', 'DisassociateFromAdministratorAccount'],
  ...['CreateActionTarget', 'UpdateActionTarget', 'DeleteActionTarget'],
  ...['CreateInsight', 'UpdateInsight', 'DeleteInsight'],
];

const V2 = [
  ...['DisableSecurityHubV2', 'EnableSecurityHubFeatureV2', 'DisableSecurityHubFeatureV2'],
  ...['CreateAggregatorV2', 'UpdateAggregatorV2', 'DeleteAggregatorV2', 'RegisterConnectorV2'],
  ...['CreateConnectorV2', 'UpdateConnectorV2', 'DeleteConnectorV2', 'CreateTicketV2'],
  ...['CreateConnector', 'UpdateConnector', 'DeleteConnector', 'GenerateRecommendedPolicyV2'],
];

/** Security Hub (service-authorization/latest/reference/list_awssecurityhub.html). */
export const securityHubRules = [
  rules('securityhub.amazonaws.com', {
    EnableSecurityHub: created(hub),
    DisableSecurityHub: deleted(hub),
    ...each(OF_THE_HUB, changed(hub)),
    TagResource: tagged,
    UntagResource: tagged,
    CreateAutomationRule: created(rule),
    CreateAutomationRuleV2: created(rule),
    UpdateAutomationRuleV2: changed(rule),
    DeleteAutomationRuleV2: deleted(rule),
    BatchUpdateAutomationRules: changed(
      ofHub('automation-rule')('request.updateAutomationRulesRequestItems[].ruleArn'),
    ),
    BatchDeleteAutomationRules: deleted(ofHub('automation-rule')('request.automationRulesArns[]')),
    CreateFindingAggregator: created(aggregator),
    UpdateFindingAggregator: changed(aggregator),
    DeleteFindingAggregator: deleted(aggregator),
    CreateConfigurationPolicy: created(policy),
    UpdateConfigurationPolicy: changed(policy),
    DeleteConfigurationPolicy: deleted(policy),
    EnableSecurityHubV2: created(hubV2),
    ...each(
      [
        ...['EnableOrganizationAdminAccount', 'DisableOrganizationAdminAccount'],
        ...['StartConfigurationPolicyAssociation', 'StartConfigurationPolicyDisassociation'],
      ],
      nothing('the organization'),
    ),
    ...each(
      ['BatchImportFindings', 'BatchUpdateFindings', 'BatchUpdateFindingsV2', 'UpdateFindings'],
      nothing('findings'),
    ),
    ...each(['DeclineInvitations', 'DeleteInvitations'], nothing('an invitation')),
    ...each(V2, nothing('the second Security Hub, which the inventory does not hold')),
  }),
];
