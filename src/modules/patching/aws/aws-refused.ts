import { failureOf, type Failure } from '../../../platform/aws/index.js';

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
    return ['throttled', 'unreachable', 'failed'].includes(this.failure.failure);
  }

  /** Nobody knows whether it was done: the answer got lost. What is throttled or denied was not. */
  get isDoubtful(): boolean {
    return ['unreachable', 'failed'].includes(this.failure.failure);
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
