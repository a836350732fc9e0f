import { failureOf, type Failure } from '../../../platform/aws/index.js';

/** What AWS calls a request that it has looked at and not taken: the same one again is refused again. */
const WRONG =
  /^(Invalid|Incorrect|Malformed|Missing|Unsupported|Validation|Duplicate)|LimitExceeded(Exception)?$/;

/** AWS has refused a call, or could not be asked. */
export class AwsRefused extends Error {
  constructor(
    /** `ec2:CreateSnapshots` */
    readonly of: string,
    readonly failure: Failure,
  ) {
    super(`${of}: ${failure.code}: ${failure.message}`);
    this.name = 'AwsRefused';
  }

  /** It may work a little later. */
  get again(): boolean {
    return this.failure.failure === 'throttled' || this.isDoubtful;
  }

  /** Nobody knows whether it was done: the answer got lost. What is throttled or denied was not. */
  get isDoubtful(): boolean {
    const { failure, code } = this.failure;
    return failure === 'unreachable' || (failure === 'failed' && !WRONG.test(code));
  }
}

/** @throws AwsRefused */
export async function asking<T>(of: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AwsRefused) throw error;
    throw new AwsRefused(of, failureOf(error));
  }
}
