import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { workflows } from './index.js';

const textOf = (type: string) => readFileSync(new URL(`./${type}.asl.json`, import.meta.url), 'utf8');

interface Declared {
  Type: string;
  Retry?: object[];
  Catch?: object[];
  TimeoutSeconds?: number;
  TimeoutSecondsPath?: string;
  HeartbeatSeconds?: number;
  Branches?: { States: Record<string, Declared> }[];
  ItemProcessor?: { States: Record<string, Declared> };
  Parameters?: { MessageBody?: { task?: string } };
}

const statesOf = (states: Record<string, Declared>): [string, Declared][] =>
  Object.entries(states).flatMap(([name, state]) => [
    [name, state] as [string, Declared],
    ...[...(state.Branches ?? []), state.ItemProcessor ?? { States: {} }].flatMap((one) =>
      statesOf(one.States),
    ),
  ]);

describe('the definitions that come with the service', () => {
  it.each(workflows.map(({ workflowType }) => workflowType))('%s waits for nothing for ever', (type) => {
    const { States } = JSON.parse(textOf(type)) as { States: Record<string, Declared> };
    for (const [name, state] of statesOf(States)) {
      if (state.Type !== 'Task') continue;
      expect([name, state.Retry?.length]).toEqual([name, 3]);
      // people send no heartbeats: what waits for them has a time of its own
      const isAsking = state.Parameters?.MessageBody?.task === 'request-approval';
      if (name === 'AwaitAcknowledgement') {
        expect(state.TimeoutSecondsPath).toBe('$.result.deadline.seconds');
        continue;
      }
      expect(state.TimeoutSeconds).toBeGreaterThan(state.HeartbeatSeconds ?? (isAsking ? 0 : Infinity));
    }
    for (const [name, { Type, Catch }] of Object.entries(States)) {
      if (Type === 'Task' || Type === 'Parallel') expect([name, Catch?.length]).toEqual([name, 1]);
    }
  });

  it.each(workflows.map(({ workflowType }) => workflowType))(
    '%s has nothing to replace but the queue',
    (type) => {
      const placeholders = new Set(
        [...textOf(type).matchAll(/\$\{[^}]*\}/g)].map(([placeholder]) => placeholder),
      );
      expect([...placeholders]).toEqual(['${TaskQueueUrl}']);
      expect(textOf(type)).not.toContain('JSONata');
    },
  );

  it('discovers each service that is scanned', () => {
    const text = textOf('compliance-scan');
    for (const service of ['S3', 'IAM', 'EC2', 'Other'])
      expect(text).toContain(`"Discover${service}Resources"`);
  });

  it('shows compliance-scan as specs/2 prints it', () => {
    const scan = workflows.find(({ workflowType }) => workflowType === 'compliance-scan');
    expect(Object.keys(scan?.parameters.shape ?? {})).toEqual(
      expect.arrayContaining(['regions', 'services', 'scanType', 'notificationTargets']),
    );
    expect(scan?.parameters.parse({})).toMatchObject({ scanType: 'full', notificationTargets: [] });
    expect(scan?.parameters.parse({ scanType: 'comprehensive' })).toMatchObject({ scanType: 'full' });
  });

  it('has the defaults of continuous monitoring', () => {
    const monitoring = workflows.find(({ workflowType }) => workflowType === 'continuous-monitoring');
    expect(monitoring?.parameters.parse({})).toEqual({
      ...{
        monitoringFrequency: 14_400,
        monitoringType: 'incremental',
        alertThresholds: {},
        alertOnCritical: true,
      },
      ...{ generateReport: false, includeRecommendations: true, notificationTargets: [] },
    });
  });
});
