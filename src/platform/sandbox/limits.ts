/** What one process that computes for tenants has, whatever it computes. */
export const sandboxLimits = {
  heapMb: 128,
  /** An answer, as JSON text. */
  answerBytes: 16 * 1024 * 1024,
} as const;

export type Limit = 'time' | 'memory' | 'size' | 'death';

/** What a tenant wrote was stopped where it used too much; trying again would end the same way. */
export class CutOff extends Error {
  constructor(
    readonly limit: Limit,
    message: string,
  ) {
    super(message);
    this.name = 'CutOff';
  }
}

/** How a limit is worded: "The definition was stopped: one step of it computed for more than 2 s". */
export interface Wording {
  what: string;
  one: string;
}

export const tooLong = ({ what, one }: Wording, ms: number): CutOff =>
  new CutOff('time', `${what} was stopped: ${one} computed for more than ${ms / 1000} s`);

export const tooMuchMemory = ({ what, one }: Wording): CutOff =>
  new CutOff('memory', `${what} was stopped: ${one} used more than ${sandboxLimits.heapMb} MB of memory`);

export const tooLarge = ({ what, one }: Wording): CutOff =>
  new CutOff(
    'size',
    `${what} was stopped: what ${one} gave is larger than ${sandboxLimits.answerBytes / 1024 / 1024} MB`,
  );

export const diedTwice = ({ what, one }: Wording, how: string): CutOff =>
  new CutOff('death', `${what} was stopped: its process ended twice in ${one} (${how})`);
