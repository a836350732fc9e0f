import { Injectable } from '@nestjs/common';
import { AwsClients, failureOf } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { AppError } from '../../../shared/app-error.js';
import { Clock, MINUTE_MS } from '../../../shared/clock.js';
import { inTime } from '../../../shared/in-time.js';

/** With the SDK's retries, and a look at an instance's metadata for credentials. */
const LONGEST_MS = 10_000;

/** The account that the credentials of this process are of: what schedules start is called with them. */
@Injectable()
export class HomeAccount {
  #kept: { answer: Promise<string | undefined>; until: number } | undefined;

  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * AWS_ACCOUNT_ID says so, or STS does: a wrong variable must not open the true one. STS's answer is kept for a
   * minute, and asked for once however many want to know.
   * @throws AppError UNAVAILABLE when STS does not say
   */
  async is(accountId: string): Promise<boolean> {
    if (accountId === this.config.get('AWS_ACCOUNT_ID')) return true;
    const now = this.clock.now().getTime();
    const kept =
      this.#kept !== undefined && this.#kept.until > now
        ? this.#kept
        : (this.#kept = { answer: this.#ask(), until: now + MINUTE_MS });
    try {
      return accountId === (await kept.answer);
    } catch (error) {
      if (this.#kept === kept) this.#kept = undefined;
      throw error;
    }
  }

  async #ask(): Promise<string | undefined> {
    const late = () => new Error(`no answer in ${LONGEST_MS / 1000} s`);
    try {
      return await inTime(
        LONGEST_MS, // the search for credentials does not look at the signal
        async (abortSignal) => {
          const sts = await this.clients.ambient(this.config.get('AWS_REGION')).sts();
          return (await sts.getCallerIdentity({}, { abortSignal })).Account;
        },
        late,
      );
    } catch (error) {
      const { code, message } = failureOf(error);
      throw new AppError('UNAVAILABLE', `sts:GetCallerIdentity: ${code}: ${message}`);
    }
  }
}
