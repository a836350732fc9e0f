import { all, alongWith, changed, created, deleted, each, kind, nothing, type Rule, rules } from '../rule.js';

const recorderAt = kind(
  'AWS::Config::ConfigurationRecorder',
  'arn:{partition}:config:{region}:{account}:configuration-recorder/{}',
);
const recorder = recorderAt(
  'request.configurationRecorder.arn|request.configurationRecorder.name|request.configurationRecorderName|request.configurationRecorderArn',
);
/** One that a service (Security Hub, CloudWatch) makes for itself; its ARN is in the answer. */
const serviceRecorder = recorderAt('response.arn');
/** Whether a region records at all: there is one such setting, with or without a recorder. */
const recording = kind(
  'AWS::Config::Recording',
  'arn:{partition}:config:{region}:{account}:configuration-recording',
)();
/** Where AWS gave a recorder an id, its ARN has it behind the name, and the calls do not tell it. */
const inRegion = (rule: Rule): Rule =>
  alongWith(rule, recording, all('AWS::Config::ConfigurationRecorder', 'region'));
const recorderChanged = inRegion(changed(recorder));
/** A region's one channel is its one recorder's, whose name the call does not tell. */
const channelChanged = inRegion(changed());

const ofConfig = (name: string) => kind(null, `arn:{partition}:config:{region}:{account}:${name}/{}`);
const aggregator = ofConfig('config-aggregator')(
  'response.configurationAggregator.configurationAggregatorArn',
);
const pack = ofConfig('conformance-pack')('response.conformancePackArn');
const query = ofConfig('stored-query')('response.queryArn');
const configRule = ofConfig('config-rule')(
  'request.configRule.configRuleArn|request.configRule.configRuleId',
);
const organizationRule = ofConfig('organization-config-rule')('response.organizationConfigRuleArn');
const organizationPack = ofConfig('organization-conformance-pack')('response.organizationConformancePackArn');
const tagged = changed(
  recorderAt('request.resourceArn'),
  ...[
    'config-rule',
    'config-aggregator',
    'conformance-pack',
    'stored-query',
    'aggregation-authorization',
  ].map((name) => ofConfig(name)('request.resourceArn')),
);

/** These name what they delete by a name that is not in its ARN. */
const RULES = [
  ...['DeleteConfigRule', 'DeleteOrganizationConfigRule', 'DeleteOrganizationConformancePack'],
  ...['DeleteConformancePack', 'DeleteConfigurationAggregator', 'DeleteStoredQuery'],
  ...['PutRemediationConfigurations', 'DeleteRemediationConfiguration'],
  ...['PutRemediationExceptions', 'DeleteRemediationExceptions'],
  ...['PutAggregationAuthorization', 'DeleteAggregationAuthorization', 'DeletePendingAggregationRequest'],
  ...['PutRetentionConfiguration', 'DeleteRetentionConfiguration', 'PutConnector', 'DeleteConnector'],
];
const JOBS = [
  ...['DeliverConfigSnapshot', 'StartConfigRulesEvaluation', 'StartResourceEvaluation'],
  'StartRemediationExecution',
];

/** AWS Config (service-authorization/latest/reference/list_awsconfig.html). */
export const configRules = [
  rules('config.amazonaws.com', {
    PutConfigurationRecorder: recorderChanged,
    StartConfigurationRecorder: recorderChanged,
    StopConfigurationRecorder: recorderChanged,
    AssociateResourceTypes: recorderChanged,
    DisassociateResourceTypes: recorderChanged,
    DeleteConfigurationRecorder: inRegion(deleted(recorder)),
    PutServiceLinkedConfigurationRecorder: inRegion(created(serviceRecorder)),
    PutThirdPartyServiceLinkedConfigurationRecorder: inRegion(created(serviceRecorder)),
    DeleteServiceLinkedConfigurationRecorder: inRegion(deleted(serviceRecorder)),
    PutDeliveryChannel: channelChanged,
    DeleteDeliveryChannel: channelChanged,
    TagResource: tagged,
    UntagResource: tagged,
    PutConfigRule: changed(configRule),
    PutConfigurationAggregator: changed(aggregator),
    PutConformancePack: changed(pack),
    PutStoredQuery: changed(query),
    PutOrganizationConfigRule: changed(organizationRule),
    PutOrganizationConformancePack: changed(organizationPack),
    ...each(RULES, nothing('rules of AWS Config, which the inventory does not hold')),
    ...each(['PutEvaluations', 'PutExternalEvaluation', 'DeleteEvaluationResults'], nothing('verdicts')),
    ...each(['PutResourceConfig', 'DeleteResourceConfig'], nothing('a configuration item')),
    ...each(JOBS, nothing('a job')),
  }),
];
