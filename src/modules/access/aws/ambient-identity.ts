import { Injectable } from '@nestjs/common';
import { AwsClients } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { Clock } from '../../../shared/clock.js';
import { inTime } from '../../../shared/in-time.js';
import { callerHome } from '../domain/aws-account.js';

/** Whose credentials this process holds. */
export interface Identity {
  accountId: string;
  partition: string;
  arn: string;
}

type Answer = { identity: Identity } | { error: unknown };

const KEPT_MS = 60_000;
/** Shorter, so that credentials that come back are seen soon. */
const KEPT_FAILURE_MS = 15_000;
/** Retries of the SDK and a look at an instance's metadata included. */
const LONGEST_MS = 20_000;

/**
 * GetCallerIdentity with the credentials of this process: it needs no permission, so it always tells. Kept for a
 * minute (a failure for 15 s), and asked once however many want to know.
 */
@Injectable()
export class AmbientIdentity {
  #kept: { answer: Answer; at: number; until: number } | undefined;
  #underWay: Promise<Answer> | undefined;

  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @throws the SDK's error, or Late when AWS takes longer than 20 s */
  async get(): Promise<Identity> {
    const answer = await this.#answer();
    if ('error' in answer) throw answer.error;
    return answer.identity;
  }

  #answer(): Promise<Answer> {
    const now = this.clock.now().getTime();
    // an answer from the future: the clock has been put back, and would keep a failure for as long
    if (this.#kept !== undefined && this.#kept.at <= now && now < this.#kept.until) {
      return Promise.resolve(this.#kept.answer);
    }
    this.#underWay ??= this.#ask().finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  /** Never rejects. */
  async #ask(): Promise<Answer> {
    let answer: Answer;
    try {
      answer = { identity: await inTime(LONGEST_MS, (signal) => this.#callerIdentity(signal)) };
    } catch (error) {
      answer = { error };
    }
    const keptMs = 'error' in answer ? KEPT_FAILURE_MS : KEPT_MS;
    const at = this.clock.now().getTime();
    this.#kept = { answer, at, until: at + keptMs };
    return answer;
  }

  async #callerIdentity(signal: AbortSignal): Promise<Identity> {
    const sts = await this.clients.ambient(this.config.get('AWS_REGION')).sts();
    const { Arn: arn = '' } = await sts.getCallerIdentity({}, { abortSignal: signal });
    const home = callerHome(arn);
    if (home === undefined) throw new Error('STS answered without an identity');
    return { ...home, arn };
  }
}
