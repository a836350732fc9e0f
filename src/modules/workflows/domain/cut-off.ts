/** What a tenant's own definition may use of this service. */
export const sandboxLimits = {
  /** One expression of JSONata, that is not inside of a single long call. */
  expressionMs: 1_000,
  /** All that one event brings about, up to where the execution waits: computing time, not waiting for a processor. */
  stepMs: 2_000,
  /** Checking a definition. */
  checkMs: 5_000,
  heapMb: 128,
  /** The state, commands and history of one event, as JSON text. */
  answerBytes: 16 * 1024 * 1024,
} as const;

export type Limit = 'time' | 'memory' | 'size' | 'death';

/** A tenant's own definition was stopped where it used too much; trying again would end the same way. */
export class CutOff extends Error {
  constructor(
    readonly limit: Limit,
    message: string,
  ) {
    super(message);
    this.name = 'CutOff';
  }
}

export const tooLong = (ms: number): CutOff =>
  new CutOff('time', `The definition was stopped: one step of it computed for more than ${ms / 1000} s`);

export const tooMuchMemory = (): CutOff =>
  new CutOff(
    'memory',
    `The definition was stopped: one step of it used more than ${sandboxLimits.heapMb} MB of memory`,
  );

export const tooLarge = (): CutOff =>
  new CutOff(
    'size',
    `The definition was stopped: what one step of it gave is larger than ${sandboxLimits.answerBytes / 1024 / 1024} MB`,
  );

export const diedTwice = (how: string): CutOff =>
  new CutOff('death', `The definition was stopped: its process ended twice in one step (${how})`);
