import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { incidentParameters } from './incident-response.workflow.js';

const { StartAt, States } = JSON.parse(
  readFileSync(new URL('./incident-response.asl.json', import.meta.url), 'utf8'),
) as { StartAt: string; States: Record<string, object> };

/** Every state that one may lead to, by whatever way. */
function nextOf(state: object): string[] {
  return Object.entries(state).flatMap(([field, value]) => {
    if (field === 'Next' || field === 'Default') return [String(value)];
    if (field === 'Choices' || field === 'Catch') return (value as object[]).flatMap(nextOf);
    return [];
  });
}

function reachable(without: string): Set<string> {
  const seen = new Set<string>();
  const visit = (name: string) => {
    if (name === without || seen.has(name)) return;
    seen.add(name);
    for (const next of nextOf(States[name] ?? {})) visit(next);
  };
  visit(StartAt);
  return seen;
}

describe('the definition of incident response', () => {
  it('has the steps of specs/2', () => {
    expect(StartAt).toBe('ClassifyIncident');
    expect(nextOf(States['ClassifyIncident'] ?? {})).toContain('DetermineResponse');
    expect(nextOf(States['DetermineResponse'] ?? {})).toEqual(
      expect.arrayContaining(['ImmediateResponse', 'UrgentResponse', 'StandardResponse']),
    );
  });

  it('reaches every state', () => {
    expect(Object.keys(States).filter((name) => !reachable('').has(name))).toEqual([]);
  });

  it('contains nothing before evidence is kept, and nothing that was not planned', () => {
    expect(reachable('CaptureEvidence').has('ContainResources')).toBe(false);
    expect(reachable('PlanContainment').has('ContainResources')).toBe(false);
    expect(reachable('').has('ContainResources')).toBe(true);
  });

  it('waits for somebody whatever became of evidence and containment', () => {
    for (const name of ['CaptureEvidence', 'PlanContainment', 'AskForContainment', 'ContainResources'])
      expect(nextOf(States[name] ?? {})).not.toContain('SendFailureNotifications');
    expect(reachable('AwaitAcknowledgement').has('EscalateIncident')).toBe(false);
  });

  it('has the parameters of specs/2', () => {
    expect(incidentParameters.parse({ incidentType: 'data-leak' })).toEqual({
      ...{ incidentType: 'data-leak', autoRemediate: false },
      ...{ findingIds: [], resourceArns: [], notificationTargets: [] },
    });
    expect(incidentParameters.safeParse({}).success).toBe(false);
  });
});
