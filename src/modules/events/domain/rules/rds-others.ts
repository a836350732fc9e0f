import { alongWith, changed, created, deleted, nothing, type Rule } from '../rule.js';
import { clusterAt, instanceAt, other } from './rds-kinds.js';

const group = (name: string, field: string) => other(name, `response.${field}Arn|request.${field}Name`);
const parameters = group('pg', 'dBParameterGroup');
const clusterParameters = group('cluster-pg', 'dBClusterParameterGroup');
const options = group('og', 'optionGroup');
const subnets = group('subgrp', 'dBSubnetGroup');
const security = group('secgrp', 'dBSecurityGroup');
const subscription = other('es', 'response.eventSubscriptionArn|request.subscriptionName');
/** These have an id of their own in the ARN, which the answer alone tells. */
const proxy = other('db-proxy', 'response.dBProxy.dBProxyArn|response.dBProxyArn');
const proxyEndpoint = other(
  'db-proxy-endpoint',
  'response.dBProxyEndpoint.dBProxyEndpointArn|response.dBProxyEndpointArn',
);
const proxyTargets = other(
  'target-group',
  'response.dBProxyTargetGroup.targetGroupArn|response.targetGroupArn',
);
const engine = other('cev', 'response.dBEngineVersionArn');
const integration = other('integration', 'response.integrationArn|request.integrationIdentifier');
const backup = other(
  'auto-backup',
  'response.dBInstanceAutomatedBackupsArn|request.dBInstanceAutomatedBackupsArn',
);
const clusterBackup = other('cluster-auto-backup', 'response.dBClusterAutomatedBackupsArn');
const deployment = other(
  'deployment',
  'response.blueGreenDeployment.blueGreenDeploymentIdentifier|response.blueGreenDeploymentIdentifier|request.blueGreenDeploymentIdentifier',
);
/** Of a blue/green deployment: both sides, instances or clusters, which a switchover renames. */
const withSides = (rule: Rule): Rule =>
  alongWith(
    rule,
    ...['source', 'target'].flatMap((side) => {
      const path = `response.blueGreenDeployment.${side}|response.${side}|request.${side}`;
      return [instanceAt(path), clusterAt(path)];
    }),
  );

/** What of RDS the inventory does not hold. */
export const rdsOthers = {
  CreateDBParameterGroup: created(parameters),
  CopyDBParameterGroup: created(
    other('pg', 'response.dBParameterGroupArn|request.targetDBParameterGroupIdentifier'),
  ),
  ModifyDBParameterGroup: changed(parameters),
  ResetDBParameterGroup: changed(parameters),
  DeleteDBParameterGroup: deleted(parameters),
  CreateDBClusterParameterGroup: created(clusterParameters),
  CopyDBClusterParameterGroup: created(
    other(
      'cluster-pg',
      'response.dBClusterParameterGroupArn|request.targetDBClusterParameterGroupIdentifier',
    ),
  ),
  ModifyDBClusterParameterGroup: changed(clusterParameters),
  ResetDBClusterParameterGroup: changed(clusterParameters),
  DeleteDBClusterParameterGroup: deleted(clusterParameters),
  CreateOptionGroup: created(options),
  CopyOptionGroup: created(other('og', 'response.optionGroupArn|request.targetOptionGroupIdentifier')),
  ModifyOptionGroup: changed(options),
  DeleteOptionGroup: deleted(options),
  CreateDBSubnetGroup: created(subnets),
  ModifyDBSubnetGroup: changed(subnets),
  DeleteDBSubnetGroup: deleted(subnets),
  CreateDBSecurityGroup: created(security),
  AuthorizeDBSecurityGroupIngress: changed(security),
  RevokeDBSecurityGroupIngress: changed(security),
  DeleteDBSecurityGroup: deleted(security),
  CreateEventSubscription: created(subscription),
  ModifyEventSubscription: changed(subscription),
  AddSourceIdentifierToSubscription: changed(subscription),
  RemoveSourceIdentifierFromSubscription: changed(subscription),
  DeleteEventSubscription: deleted(subscription),
  CreateDBProxy: created(proxy),
  ModifyDBProxy: changed(proxy),
  DeleteDBProxy: deleted(proxy),
  CreateDBProxyEndpoint: created(proxyEndpoint),
  ModifyDBProxyEndpoint: changed(proxyEndpoint),
  DeleteDBProxyEndpoint: deleted(proxyEndpoint),
  ModifyDBProxyTargetGroup: changed(proxyTargets),
  RegisterDBProxyTargets: nothing('what a proxy leads to'),
  DeregisterDBProxyTargets: nothing('what a proxy leads to'),
  CreateCustomDBEngineVersion: created(engine),
  ModifyCustomDBEngineVersion: changed(engine),
  DeleteCustomDBEngineVersion: deleted(engine),
  CreateIntegration: created(integration),
  ModifyIntegration: changed(integration),
  DeleteIntegration: deleted(integration),
  StartDBInstanceAutomatedBackupsReplication: created(backup),
  StopDBInstanceAutomatedBackupsReplication: changed(backup),
  DeleteDBInstanceAutomatedBackup: deleted(backup),
  DeleteDBClusterAutomatedBackup: deleted(clusterBackup),
  CreateBlueGreenDeployment: withSides(created(deployment)),
  SwitchoverBlueGreenDeployment: withSides(changed(deployment)),
  DeleteBlueGreenDeployment: withSides(deleted(deployment)),
};
