import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { StartChecks } from './start-checks.js';

const known = {
  OwnWorkflow: {
    isOwn: true,
    parameters: (given: unknown) => z.object({ framework: z.string() }).parse(given),
  },
  OursWorkflow: { isOwn: false, parameters: () => ({}) },
};

const checks = (engine: 'local' | 'aws') =>
  new StartChecks(
    { get: () => engine } as never,
    {
      byStateMachine: (_: string, name: string) => Promise.resolve(known[name as keyof typeof known]),
      verify: () => Promise.resolve(),
    } as never,
  );

describe('whether a workflow could be started', () => {
  it.each([
    ['local', 'OursWorkflow', {}, undefined],
    ['aws', 'OursWorkflow', {}, undefined],
    ['local', 'OwnWorkflow', { framework: 'SOC2' }, undefined],
    ['aws', 'OwnWorkflow', { framework: 'SOC2' }, 'CONFLICT'],
    ['local', 'OwnWorkflow', {}, 'INVALID'],
    ['local', 'NoWorkflow', {}, 'NOT_FOUND'],
  ] as const)('on %s: %s with %j', async (engine, stateMachine, parameters, code) => {
    const refusal = await checks(engine).refusal('acme', stateMachine, parameters);
    expect(refusal?.code).toBe(code);
    if (code === 'INVALID')
      expect(refusal?.details).toEqual([expect.objectContaining({ path: 'parameters.framework' })]);
  });
});
