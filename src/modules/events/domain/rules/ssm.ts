import { changed, created, deleted, each, kind, nothing, rules } from '../rule.js';

const ssm = (type: string | null, name: string, begins: RegExp) =>
  kind(type, `arn:{partition}:ssm:{region}:{account}:${name}/{}`, {
    id: (value) => (begins.test(value) ? value.replace(/^\//, '') : undefined),
  });
/** `i-…` is an EC2 instance, `mi-…` a machine elsewhere. */
const managedAt = ssm('AWS::SSM::ManagedInstance', 'managed-instance', /^m?i-[0-9a-f]+$/i);
const managed = managedAt('request.instanceId|response.instanceId');

/** A name may begin with a slash, which the ARN does not double. */
const parameterAt = ssm(null, 'parameter', /^[^:]+$/);
const parameter = parameterAt('request.name');
const document = ssm(null, 'document', /^[^:]+$/)('request.name');
const baselineAt = ssm(null, 'patchbaseline', /^pb-/);
const baseline = baselineAt('request.baselineId|response.baselineId');
const windowAt = ssm(null, 'maintenancewindow', /^mw-/);
const window = windowAt('request.windowId|response.windowId');
const itemAt = ssm(null, 'opsitem', /^oi-/);
const item = itemAt('request.opsItemId|response.opsItemId');
const associationAt = ssm(null, 'association', /^[0-9a-f-]{36}$/);
const association = associationAt('request.associationId|response.associationDescription.associationId');
/** What it tags is told by another parameter; these are known by how their ids begin. */
const tagged = changed(...[managedAt, baselineAt, windowAt, itemAt].map((of) => of('request.resourceId')));

const AGENT = [
  ...['UpdateInstanceInformation', 'UpdateInstanceAssociationStatus', 'UpdateAssociationStatus'],
  ...['PutInventory', 'DeleteInventory', 'PutComplianceItems', 'PutConfigurePackageResult'],
];
const SESSIONS = [
  ...['StartSession', 'ResumeSession', 'TerminateSession', 'StartAccessRequest'],
  ...['OpenDataChannel', 'OpenControlChannel', 'CreateDataChannel', 'CreateControlChannel'],
];
const JOBS = [
  ...['SendCommand', 'CancelCommand', 'StartAutomationExecution', 'StopAutomationExecution'],
  ...[
    'SendAutomationSignal',
    'StartChangeRequestExecution',
    'StartExecutionPreview',
    'StartAssociationsOnce',
  ],
  'CancelMaintenanceWindowExecution',
];
const ACCOUNT = [
  ...['UpdateServiceSetting', 'ResetServiceSetting', 'PutResourcePolicy', 'DeleteResourcePolicy'],
  ...['CreateResourceDataSync', 'UpdateResourceDataSync', 'DeleteResourceDataSync'],
  ...['CreateCloudConnector', 'UpdateCloudConnector', 'DeleteCloudConnector'],
  ...['CreateOpsMetadata', 'UpdateOpsMetadata', 'DeleteOpsMetadata'],
  ...['RegisterDefaultHostManagementConfiguration', 'DeregisterDefaultHostManagementConfiguration'],
];

/** Systems Manager (service-authorization/latest/reference/list_awssystemsmanager.html). */
export const ssmRules = [
  rules('ssm.amazonaws.com', {
    RegisterManagedInstance: created(managed),
    UpdateManagedInstanceRole: changed(managed),
    DeregisterManagedInstance: deleted(managed),
    AddTagsToResource: tagged,
    RemoveTagsFromResource: tagged,
    PutParameter: changed(parameter),
    LabelParameterVersion: changed(parameter),
    UnlabelParameterVersion: changed(parameter),
    DeleteParameter: deleted(parameter),
    DeleteParameters: deleted(parameterAt('request.names[]')),
    CreateDocument: created(document),
    UpdateDocument: changed(document),
    UpdateDocumentDefaultVersion: changed(document),
    UpdateDocumentMetadata: changed(document),
    ModifyDocumentPermission: changed(document),
    DeleteDocument: deleted(document),
    CreatePatchBaseline: created(baseline),
    UpdatePatchBaseline: changed(baseline),
    RegisterDefaultPatchBaseline: changed(baseline),
    RegisterPatchBaselineForPatchGroup: changed(baseline),
    DeregisterPatchBaselineForPatchGroup: changed(baseline),
    DeletePatchBaseline: deleted(baseline),
    CreateMaintenanceWindow: created(window),
    UpdateMaintenanceWindow: changed(window),
    RegisterTargetWithMaintenanceWindow: changed(window),
    UpdateMaintenanceWindowTarget: changed(window),
    DeregisterTargetFromMaintenanceWindow: changed(window),
    RegisterTaskWithMaintenanceWindow: changed(window),
    UpdateMaintenanceWindowTask: changed(window),
    DeregisterTaskFromMaintenanceWindow: changed(window),
    DeleteMaintenanceWindow: deleted(window),
    CreateAssociation: created(association),
    CreateAssociationBatch: created(associationAt('response.successful[].associationId')),
    UpdateAssociation: changed(association),
    DeleteAssociation: deleted(association),
    CreateOpsItem: created(item),
    UpdateOpsItem: changed(item),
    AssociateOpsItemRelatedItem: changed(item),
    DisassociateOpsItemRelatedItem: changed(item),
    DeleteOpsItem: deleted(item),
    ...each(AGENT, nothing('a report of the agent')),
    ...each(SESSIONS, nothing('a session')),
    ...each(JOBS, nothing('a job')),
    ...each(['CreateActivation', 'DeleteActivation'], nothing('what uses an activation registers itself')),
    ...each(ACCOUNT, nothing('the account')),
  }),
];
