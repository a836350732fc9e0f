import { nothing, rules, type Rule, type RuleTable } from '../rule.js';
import { autoscalingRules } from './autoscaling.js';
import { beyondRules } from './ec2-beyond.js';
import { gatewayRules } from './ec2-gateways.js';
import { imageRules } from './ec2-images.js';
import { instanceRules } from './ec2-instances.js';
import { addressRules, interfaceRules } from './ec2-interfaces.js';
import { ipamRules } from './ec2-ipam.js';
import { launchingRules } from './ec2-launching.js';
import { securityGroupRules } from './ec2-security-groups.js';
import { settingRules } from './ec2-settings.js';
import { tagRules } from './ec2-tags.js';
import { transitRules } from './ec2-transit.js';
import { unheldRules } from './ec2-unheld.js';
import { ebsRules, volumeRules } from './ec2-volumes.js';
import { routeRules, vpcRules } from './ec2-vpcs.js';

/** EC2's actions by topic: no action is in two of these. */
export const ec2Parts: readonly Readonly<Record<string, Rule>>[] = [
  ...[instanceRules, volumeRules, imageRules, interfaceRules, addressRules, securityGroupRules],
  ...[vpcRules, routeRules, gatewayRules, settingRules, tagRules],
  ...[launchingRules, beyondRules, transitRules, ipamRules, unheldRules],
];

/** Who logs on to an instance changes nothing of it. */
const session = nothing('a key for a minute');

export const ec2Rules: readonly RuleTable[] = [
  rules('ec2.amazonaws.com', Object.assign({}, ...ec2Parts) as Record<string, Rule>),
  rules('ebs.amazonaws.com', ebsRules),
  rules('ec2-instance-connect.amazonaws.com', {
    SendSSHPublicKey: session,
    SendSerialConsoleSSHPublicKey: session,
    OpenTunnel: session,
  }),
  ...autoscalingRules,
];
