import { describe, expect, it } from '@jest/globals';
import { ensureEcsRole } from '../../scripts/lib/deploy/ecs-role.mjs';

/** Answers of IAM in the shapes of its API reference: the emulator lets everybody make everything. */

type Mode = Parameters<typeof ensureEcsRole>[0]['mode'];

function account(isThere: boolean, refusal?: { name: string; message: string }) {
  const calls: object[] = [];
  const said: string[] = [];
  const iam = {
    listRoles: (asked: object) => {
      expect(asked).toEqual({ PathPrefix: '/aws-service-role/ecs.amazonaws.com/' });
      return Promise.resolve({ Roles: isThere ? [{ RoleName: 'AWSServiceRoleForECS' }] : [] });
    },
    createServiceLinkedRole: (asked: object) => {
      if (refusal !== undefined)
        return Promise.reject(Object.assign(new Error(refusal.message), { name: refusal.name }));
      calls.push(asked);
      return Promise.resolve({});
    },
  };
  const counts = { created: 0 };
  const run = (mode: Mode) => ensureEcsRole({ iam, counts, mode, out: { done: (text) => said.push(text) } });
  return { calls, said, counts, run };
}

describe('the service-linked role of ECS', () => {
  it('is made in an account that has never used ECS', async () => {
    const { calls, counts, run } = account(false);
    await run('deploy');
    expect(calls).toEqual([{ AWSServiceName: 'ecs.amazonaws.com' }]);
    expect(counts.created).toBe(1);
  });

  it('is left alone where it is there, also where somebody makes it at the same time', async () => {
    const there = account(true);
    await there.run('deploy');
    expect([there.calls, there.counts.created]).toEqual([[], 0]);
    const raced = account(false, {
      name: 'InvalidInputException',
      message: 'Service role name AWSServiceRoleForECS has been taken in this account, please try another.',
    });
    await expect(raced.run('deploy')).resolves.toBeUndefined();
    expect(raced.counts.created).toBe(0);
  });

  it('is only spoken of in a dry run', async () => {
    const { calls, said, run } = account(false);
    await run('dry-run');
    expect(calls).toEqual([]);
    expect(said).toEqual(['would create the service-linked role AWSServiceRoleForECS']);
  });

  it('is asked of somebody else where the credentials may not make it', async () => {
    const denied = account(false, { name: 'AccessDenied', message: 'not authorized' });
    await expect(denied.run('deploy')).rejects.toThrow(
      'aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com',
    );
  });
});
