import { Injectable } from '@nestjs/common';
import { failureOf, type Failure } from '../../../platform/aws/index.js';
import { AwsProbe, type AwsHealth } from '../../../platform/http/index.js';
import { inTime, Late } from '../../../shared/in-time.js';
import { AmbientIdentity } from './ambient-identity.js';

const PATIENCE_MS = 3000;

/** What /health, which is open to all, says of AWS: in plain words, and nothing of the credentials. */
@Injectable()
export class AmbientProbe extends AwsProbe {
  /** The look that was too long; until it ends, nobody waits for it again. */
  #late: Promise<unknown> | undefined;

  constructor(private readonly identity: AmbientIdentity) {
    super();
  }

  async check(): Promise<AwsHealth> {
    if (this.#late !== undefined) return slow(new Late(PATIENCE_MS));
    const look = this.identity.get();
    try {
      const { accountId, arn } = await inTime(PATIENCE_MS, () => look);
      return { status: 'up', accountId, arn };
    } catch (error) {
      if (!(error instanceof Late)) return { status: 'down', message: inWords(failureOf(error)) };
      this.#late = look.catch(() => undefined).finally(() => (this.#late = undefined));
      return slow(error);
    }
  }
}

const slow = ({ message }: Late): AwsHealth => ({ status: 'unknown', message: `AWS gave ${message}` });

function inWords({ failure, code }: Failure): string {
  switch (failure) {
    case 'invalid_credentials':
      return /Provider/.test(code)
        ? 'This process has no AWS credentials'
        : `AWS does not accept the credentials of this process (${code})`;
    case 'unreachable':
      return `AWS cannot be reached (${code})`;
    case 'throttled':
      return 'AWS throttles the calls of this process';
    case 'denied':
    case 'unsupported':
    case 'not_found':
    case 'failed':
      return `AWS does not say whose credentials this process has (${code})`;
  }
}
