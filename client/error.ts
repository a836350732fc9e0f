import type { components } from './schema.js';

type ErrorBody = components['schemas']['Error'];

/** What the API has answered where it did not do what was asked. */
export class ShepherdError extends Error {
  override readonly name = 'ShepherdError';

  private constructor(
    message: string,
    /** Of HTTP. */
    readonly status: number,
    /** INVALID, NOT_FOUND …; UNKNOWN where something between has answered. */
    readonly code: ErrorBody['error_type'] | 'UNKNOWN',
    /** Names the request in the service's log and in the audit log. */
    readonly correlationId: string | null,
    /** Of bad input: which field, and why. */
    readonly details: NonNullable<ErrorBody['details']>,
    /** When to ask again, where the answer says so. */
    readonly retryAfterSeconds: number | null,
  ) {
    super(message);
  }

  static async of(response: Response): Promise<ShepherdError> {
    const body = (await response.json().catch(() => undefined)) as Partial<ErrorBody> | undefined;
    const wait = Number(response.headers.get('retry-after') ?? NaN);
    return new ShepherdError(
      body?.error ?? `${response.status} ${response.statusText}`.trim(),
      response.status,
      body?.error_type ?? 'UNKNOWN',
      body?.correlation_id ?? response.headers.get('x-correlation-id'),
      body?.details ?? [],
      Number.isFinite(wait) ? wait : null,
    );
  }
}
