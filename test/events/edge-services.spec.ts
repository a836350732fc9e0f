import { describe, expect, it } from '@jest/globals';
import { AT, here, judgedFrom } from '../support/judged-events.js';
import {
  ssmManagedInstance,
  type SsmManagedInstance,
} from '../../src/modules/scanning/domain/resources/ssm/managed-instance.js';

describe('events of Elastic Load Balancing', () => {
  const judged = judgedFrom('elasticloadbalancing.amazonaws.com');
  const elb = here('elasticloadbalancing');
  const balancer = `${elb}:loadbalancer/app/web/50dc6c495c0c9188`;
  const part = 'app/web/50dc6c495c0c9188/f2f7dc8efc522ab2';

  it.each([
    ['CreateLoadBalancer', { name: 'web' }, { loadBalancers: [{ loadBalancerArn: balancer }] }, 'created'],
    ['ModifyLoadBalancerAttributes', { loadBalancerArn: balancer, attributes: [] }, null, 'changed'],
    ['SetSecurityGroups', { loadBalancerArn: balancer }, null, 'changed'],
    ['CreateListener', { loadBalancerArn: balancer, protocol: 'HTTP' }, null, 'changed'],
    ['DeleteListener', { listenerArn: `${elb}:listener/${part}` }, null, 'changed'],
    ['CreateRule', { listenerArn: `${elb}:listener/${part}` }, null, 'changed'],
    ['DeleteRule', { ruleArn: `${elb}:listener-rule/${part}/9683b2d02a6cabee` }, null, 'changed'],
    ['AddTags', { resourceArns: [balancer], tags: [] }, null, 'changed'],
    ['DeleteLoadBalancer', { loadBalancerArn: balancer }, null, 'deleted'],
  ])('%s: the balancer', (name, request, response, change) => {
    const { resources, types } = judged(name, request, response);
    expect(resources).toEqual([`${change} ${balancer}`]);
    expect(types).toEqual(['AWS::ElasticLoadBalancingV2::LoadBalancer']);
  });

  it('tells a classic balancer, and a target group, apart', () => {
    expect(judged('DeleteLoadBalancer', { loadBalancerName: 'old' })).toMatchObject({
      disposition: 'ignored',
      resources: [`deleted ${elb}:loadbalancer/old`],
    });
    const targets = `${elb}:targetgroup/t/73e2d6bc24d8a067`;
    expect(judged('RegisterTargets', { targetGroupArn: targets })).toMatchObject({
      disposition: 'ignored',
      resources: [`changed ${targets}`],
    });
  });
});

describe('events of Certificate Manager', () => {
  const judged = judgedFrom('acm.amazonaws.com');
  const certificateArn = `${here('acm')}:certificate/12345678-1234-1234-1234-123456789012`;

  it.each([
    ['RequestCertificate', { domainName: 'example.com' }, { certificateArn }, 'created'],
    ['ImportCertificate', { certificate: {} }, { certificateArn }, 'created'],
    ['ImportCertificate', { certificateArn }, { certificateArn }, 'changed'],
    ['RenewCertificate', { certificateArn }, null, 'changed'],
    ['AddTagsToCertificate', { certificateArn, tags: [] }, null, 'changed'],
    ['DeleteCertificate', { certificateArn }, null, 'deleted'],
  ])('%s: the certificate', (name, request, response, change) => {
    expect(judged(name, request, response).resources).toEqual([`${change} ${certificateArn}`]);
  });
});

describe('events of Systems Manager', () => {
  const judged = judgedFrom('ssm.amazonaws.com');
  const managed = (id: string) => ssmManagedInstance.arn({ id } as SsmManagedInstance, AT);

  it('tells of machines that register, change and leave', () => {
    const request = { instanceId: 'mi-0123456789abcdef0' };
    const change = (name: string) => judged(name, request).resources[0];
    expect(change('DeregisterManagedInstance')).toBe(`deleted ${managed(request.instanceId)}`);
    expect(change('UpdateManagedInstanceRole')).toBe(`changed ${managed(request.instanceId)}`);
    expect(
      judged('AddTagsToResource', { resourceType: 'ManagedInstance', resourceId: request.instanceId })
        .resources,
    ).toEqual([`changed ${managed(request.instanceId)}`]);
    expect(judged('RegisterManagedInstance', { activationId: 'a' }, request).resources).toEqual([
      `created ${managed(request.instanceId)}`,
    ]);
  });

  it.each(['SendCommand', 'StartSession', 'TerminateSession', 'UpdateInstanceInformation', 'PutInventory'])(
    '%s changes no configuration',
    (name) => {
      const { disposition, resources } = judged(name, { instanceId: 'i-0123456789abcdef0' });
      expect({ disposition, resources }).toEqual({ disposition: 'ignored', resources: [] });
    },
  );

  it('names a parameter without doubling its slash', () => {
    expect(judged('PutParameter', { name: '/app/key' })).toMatchObject({
      disposition: 'ignored',
      resources: [`changed ${here('ssm')}:parameter/app/key`],
    });
  });
});
