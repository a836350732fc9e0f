import { describe, expect, it } from '@jest/globals';
import { Circuits } from './circuit.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.parse('2026-11-22T12:00:00Z');

function failed(times: number): Circuits {
  const circuits = new Circuits();
  for (let i = 0; i < times; i += 1) circuits.failed('task', 'unreachable', NOW);
  return circuits;
}

describe('the circuit of a task', () => {
  it('opens for a minute after five failures in a row, and then lets one try', () => {
    expect(failed(4).refusal('task', NOW)).toBeUndefined();
    const circuits = failed(5);
    expect(circuits.refusal('task', NOW + 1000)?.waitMs).toBe(MINUTE_MS - 1000);
    expect(circuits.refusal('task', NOW + MINUTE_MS)).toBeUndefined();
    expect(circuits.refusal('task', NOW + MINUTE_MS + 1)).toBeDefined(); // the others wait for that one
  });

  it('closes with a success', () => {
    const circuits = failed(5);
    circuits.succeeded('task');
    expect(circuits.refusal('task', NOW)).toBeUndefined();
  });

  it('does not stay open for an hour where the clock is put back by an hour', () => {
    expect(failed(5).refusal('task', NOW - HOUR_MS)).toBeUndefined();
  });
});
