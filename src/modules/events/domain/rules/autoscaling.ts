import { alongWith, changed, deleted, nothing, rules, type Rule } from '../rule.js';
import { instance } from './ec2-kinds.js';

// a group's ARN holds a UUID that no event tells, so groups are not named here
const group = nothing('the inventory holds no Auto Scaling groups');

/** An instance has a tag with the name of its group; what the group launches and ends, EC2's own events tell. */
const member: Rule = alongWith(changed(), instance('request.instanceIds[]|request.instanceId'));

export const autoscalingRules = [
  rules('autoscaling.amazonaws.com', {
    AttachInstances: member,
    DetachInstances: member,
    EnterStandby: member,
    ExitStandby: member,
    TerminateInstanceInAutoScalingGroup: deleted(instance('request.instanceId')),
    SetInstanceHealth: nothing('a report'),
    SetInstanceProtection: group,
    CreateAutoScalingGroup: group,
    UpdateAutoScalingGroup: group,
    DeleteAutoScalingGroup: group,
    SetDesiredCapacity: group,
    SuspendProcesses: group,
    ResumeProcesses: group,
    CreateLaunchConfiguration: group,
    DeleteLaunchConfiguration: group,
    PutScalingPolicy: group,
    DeletePolicy: group,
    PutLifecycleHook: group,
    DeleteLifecycleHook: group,
    PutNotificationConfiguration: group,
    StartInstanceRefresh: group,
    AttachLoadBalancerTargetGroups: group,
    DetachLoadBalancerTargetGroups: group,
    CreateOrUpdateTags: group,
    DeleteTags: group,
    CompleteLifecycleAction: nothing('a report'),
    RecordLifecycleActionHeartbeat: nothing('a report'),
  }),
];
