import { both, by, changed, created, deleted, each, kind, nothing, rules, type RuleTable } from '../rule.js';
import { functionArn } from './lambda-names.js';

const functionKind = (isOf?: (name: { qualifier?: string }) => boolean) =>
  kind('AWS::Lambda::Function', 'arn:{partition}:lambda:{region}:{account}:function:{}', {
    id: (value, place) => functionArn(value, place, isOf),
  });

const fn = functionKind()('request.functionName');
/** `name:1` is a version of the function. */
const whole = functionKind(({ qualifier }) => qualifier === undefined)('request.functionName');
const version = functionKind(({ qualifier }) => qualifier !== undefined)('request.functionName');
const tagged = functionKind()('request.resource|request.resourceArn');

const mapping = kind(
  null,
  'arn:{partition}:lambda:{region}:{account}:event-source-mapping:{}',
)('response.eventSourceMappingArn|response.uuid|request.uuid');
const publishedLayer = kind(
  null,
  'arn:{partition}:lambda:{region}:{account}:layer:{}',
)('response.layerVersionArn');
const layer = kind(null, 'arn:{partition}:lambda:{region}:{account}:layer:{}:{}', {
  id: (value) => (value.startsWith('arn:') ? value.split(':')[6] : value),
})('request.layerName', 'request.versionNumber');
const signing = kind(
  null,
  'arn:{partition}:lambda:{region}:{account}:code-signing-config:{}',
)('response.codeSigningConfig.codeSigningConfigArn|request.codeSigningConfigArn');

const capacity = kind(
  null,
  'arn:{partition}:lambda:{region}:{account}:capacity-provider:{}',
)('response.capacityProvider.capacityProviderArn|request.capacityProviderName');

/**
 * Functions with their code, policy, versions, aliases, URLs and limits (lambda/latest/api,
 * service-authorization/latest/reference/list_awslambda.html).
 */
export const lambdaRules: RuleTable[] = [
  rules('lambda.amazonaws.com', {
    CreateFunction: created(fn),
    // with a qualifier it deletes one version only
    DeleteFunction: by(both(deleted(whole), changed(version)), 'request.qualifier', { '*': 'changed' }),
    ...each(['UpdateFunctionCode', 'UpdateFunctionConfiguration', 'PublishVersion'], changed(fn)),
    ...each(['AddPermission', 'RemovePermission'], changed(fn)),
    ...each(['PutResourcePolicy', 'DeleteResourcePolicy'], changed(tagged)),
    ...each(['TagResource', 'UntagResource'], changed(tagged)),
    ...each(['CreateAlias', 'UpdateAlias', 'DeleteAlias'], changed(fn)),
    ...each(['CreateFunctionUrlConfig', 'UpdateFunctionUrlConfig', 'DeleteFunctionUrlConfig'], changed(fn)),
    ...each(['PutFunctionConcurrency', 'DeleteFunctionConcurrency'], changed(fn)),
    ...each(['PutProvisionedConcurrencyConfig', 'DeleteProvisionedConcurrencyConfig'], changed(fn)),
    ...each(
      ['PutFunctionEventInvokeConfig', 'UpdateFunctionEventInvokeConfig', 'DeleteFunctionEventInvokeConfig'],
      changed(fn),
    ),
    ...each(['PutFunctionCodeSigningConfig', 'DeleteFunctionCodeSigningConfig'], changed(fn)),
    ...each(
      ['PutRuntimeManagementConfig', 'PutFunctionRecursionConfig', 'PutFunctionScalingConfig'],
      changed(fn),
    ),

    CreateEventSourceMapping: created(mapping),
    UpdateEventSourceMapping: changed(mapping),
    DeleteEventSourceMapping: deleted(mapping),
    PublishLayerVersion: created(publishedLayer),
    DeleteLayerVersion: deleted(layer),
    ...each(['AddLayerVersionPermission', 'RemoveLayerVersionPermission'], changed(layer)),
    CreateCodeSigningConfig: created(signing),
    UpdateCodeSigningConfig: changed(signing),
    DeleteCodeSigningConfig: deleted(signing),
    CreateCapacityProvider: created(capacity),
    UpdateCapacityProvider: changed(capacity),
    DeleteCapacityProvider: deleted(capacity),
    ...each(
      ['Invoke', 'InvokeAsync', 'InvokeFunctionUrl', 'InvokeWithResponseStream'],
      nothing('the function is used, not changed'),
    ),
  }),
];
