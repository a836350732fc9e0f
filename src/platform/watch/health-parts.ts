import { Injectable } from '@nestjs/common';
import { inTime } from '../../shared/in-time.js';
import { FoundMethods } from '../queue/index.js';
import { gauge, Logger } from '../telemetry/index.js';
import { HEALTH_PART, partNames, type PartHealth, type PartName } from './health-part.js';

type Ask = () => Promise<PartHealth> | PartHealth;

/** How long an answer is kept. Those by which balancers and restarts are decided are hardly kept at all. */
const KEPT_MS = 2_000;
const KEPT_SHORTLY_MS = 500;
const SHORTLY: readonly PartName[] = ['database', 'queue'];
const PATIENCE_MS = 3_000;

interface Kept {
  answer: PartHealth;
  until: number;
}

/**
 * Asks the parts of the service how they are: each once at a time and once in a few seconds however many want to
 * know, and none for longer than 3 s. One that fails or is late is `unknown`, and the others are told all the same.
 */
@Injectable()
export class HealthParts {
  #asks: ReadonlyMap<PartName, Ask> | undefined;
  readonly #kept = new Map<PartName, Kept>();
  readonly #underWay = new Map<PartName, Promise<PartHealth>>();

  constructor(
    private readonly methods: FoundMethods,
    private readonly logger: Logger,
  ) {
    for (const name of partNames)
      gauge(`shepherd_health_${name}`, `${name} at /health: 1 up, 0.5 degraded, 0 down`, async () => {
        const { status } = await this.of(name);
        if (status === 'unknown') throw new Error('unknown'); // left out
        return { up: 1, degraded: 0.5, down: 0 }[status];
      });
  }

  async all(): Promise<Record<PartName, PartHealth>> {
    const told = await Promise.all(partNames.map(async (name) => [name, await this.of(name)] as const));
    return Object.fromEntries(told) as Record<PartName, PartHealth>;
  }

  /** Never throws. */
  async of(name: PartName): Promise<PartHealth> {
    const kept = this.#kept.get(name);
    if (kept !== undefined && kept.until > performance.now()) return kept.answer;
    try {
      return await inTime(PATIENCE_MS, () => this.#asked(name));
    } catch {
      return { status: 'unknown', message: `It is not known how this is: no answer in ${PATIENCE_MS} ms.` };
    }
  }

  /** One that does not end is asked no second time: whoever wants to know waits for the first answer. */
  #asked(name: PartName): Promise<PartHealth> {
    const underWay = this.#underWay.get(name);
    if (underWay !== undefined) return underWay;
    const asked = this.#ask(name).finally(() => this.#underWay.delete(name));
    this.#underWay.set(name, asked);
    return asked;
  }

  async #ask(name: PartName): Promise<PartHealth> {
    let answer: PartHealth;
    try {
      const ask = this.#all().get(name);
      answer = (await ask?.()) ?? { status: 'unknown', message: 'Nothing in this process knows it.' };
    } catch (error) {
      // the reason may hold an address: it is for the log
      this.logger.warn('A part of the health could not be told', { part: name, error: String(error) });
      answer = { status: 'unknown', message: 'It is not known how this is: the log says why.' };
    }
    const keptMs = SHORTLY.includes(name) ? KEPT_SHORTLY_MS : KEPT_MS;
    this.#kept.set(name, { answer, until: performance.now() + keptMs });
    return answer;
  }

  /** @throws Error when two methods are for one part */
  #all(): ReadonlyMap<PartName, Ask> {
    if (this.#asks !== undefined) return this.#asks;
    const asks = new Map<PartName, Ask>();
    for (const { mark, method } of this.methods.markedBy<PartName, Ask>(HEALTH_PART)) {
      if (asks.has(mark)) throw new Error(`Two methods say how ${mark} is`);
      asks.set(mark, method);
    }
    return (this.#asks = asks);
  }
}
