import { alongWith, changed, created, deleted, kind, nothing, rules, type Rule } from '../rule.js';

const trailAt = kind('AWS::CloudTrail::Trail', 'arn:{partition}:cloudtrail:{region}:{account}:trail/{}');
const trail = trailAt('response.trailARN|request.name|request.trailName');
const store = kind(null, 'arn:{partition}:cloudtrail:{region}:{account}:eventdatastore/{}');
const channel = kind(null, 'arn:{partition}:cloudtrail:{region}:{account}:channel/{}');
const dashboard = kind(null, 'arn:{partition}:cloudtrail:{region}:{account}:dashboard/{}');
const eventDataStore = store('response.eventDataStoreArn|request.eventDataStore');
const itsChannel = channel('response.channelArn|request.channel');
const itsDashboard = dashboard('response.dashboardArn|request.dashboardId');

/** The account's trails as a whole: what is asked of an account that may have none. */
export const accountTrails = kind(
  'AWS::CloudTrail::AccountTrails',
  'arn:{partition}:cloudtrail::{account}:trails',
)();

const ofAccount = (rule: Rule): Rule => alongWith(rule, accountTrails);
const trailChanged = ofAccount(changed(trail));
const tagged = changed(...[trailAt, store, channel, dashboard].map((of) => of('request.resourceId')));
const policy = changed(...[store, channel, dashboard].map((of) => of('request.resourceArn')));
const selectors = ofAccount(changed(trail, store('request.eventDataStore')));

/** CloudTrail (service-authorization/latest/reference/list_awscloudtrail.html). */
export const cloudTrailRules = [
  rules('cloudtrail.amazonaws.com', {
    CreateTrail: ofAccount(created(trail)),
    UpdateTrail: trailChanged,
    DeleteTrail: ofAccount(deleted(trail)),
    StartLogging: trailChanged,
    StopLogging: trailChanged,
    PutEventSelectors: trailChanged,
    PutInsightSelectors: selectors,
    PutEventConfiguration: selectors,
    AddTags: tagged,
    RemoveTags: tagged,
    CreateEventDataStore: created(eventDataStore),
    UpdateEventDataStore: changed(eventDataStore),
    RestoreEventDataStore: changed(eventDataStore),
    DeleteEventDataStore: deleted(eventDataStore),
    StartEventDataStoreIngestion: changed(eventDataStore),
    StopEventDataStoreIngestion: changed(eventDataStore),
    EnableFederation: changed(eventDataStore),
    DisableFederation: changed(eventDataStore),
    CreateChannel: created(itsChannel),
    UpdateChannel: changed(itsChannel),
    DeleteChannel: deleted(itsChannel),
    CreateDashboard: created(itsDashboard),
    UpdateDashboard: changed(itsDashboard),
    DeleteDashboard: deleted(itsDashboard),
    PutResourcePolicy: policy,
    DeleteResourcePolicy: policy,
    RegisterOrganizationDelegatedAdmin: nothing('the organization'),
    DeregisterOrganizationDelegatedAdmin: nothing('the organization'),
    StartImport: nothing('a job'),
    StopImport: nothing('a job'),
    StartQuery: nothing('a query'),
    CancelQuery: nothing('a query'),
    GenerateQuery: nothing('a query'),
    StartDashboardRefresh: nothing('a query'),
  }),
];
