import { createHash } from 'node:crypto';

/**
 * Where time and chance come from: the event that the interpreter steps on. With the same event an expression gives
 * the same value, so that an execution can be replayed.
 */
export interface Randomness {
  /** Milliseconds since 1970. */
  now: number;
  seed: string;
}

/** Draws from a Randomness; each draw differs from those before it. */
export interface Draws {
  /** 0 <= x < 1 */
  number(): number;
  /** A UUID of version 4. */
  uuid(): string;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** 48 bits of a digest as a fraction. */
const fraction = (bytes: Buffer): number => bytes.readUIntBE(0, 6) / 2 ** 48;

/** `place` (a field, an expression) keeps two evaluations on the same event from drawing the same. */
export function drawsFrom(random: Randomness, place: string): Draws {
  let drawn = 0;
  const next = (): Buffer => digest(JSON.stringify([random.seed, place, drawn++]));
  return {
    number: () => fraction(next()),
    uuid: () => {
      const bytes = next().subarray(0, 16);
      bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
      bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
      return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
    },
  };
}
