import { createShepherdClient, type paths, type Schemas } from 'compliance-shepherd/client';
import { fetchOrTake } from '../early.js';

export { ShepherdError, type Schemas } from 'compliance-shepherd/client';

let csrfToken: string | null = null;

/** The API as the session that the browser's cookie stands for. Whatever it answers with an error throws ShepherdError. */
export const api = createShepherdClient({
  url: '',
  key: null,
  fetch: (...asked) => fetchOrTake(...asked).catch(sayUnreached),
});
api.use({
  onRequest({ request }) {
    if (csrfToken !== null) request.headers.set('x-csrf-token', csrfToken);
    return request;
  },
});

export type FindingsQuery = NonNullable<paths['/findings']['get']['parameters']['query']>;
export type ControlsQuery = NonNullable<paths['/controls']['get']['parameters']['query']>;
export type ExecutionsQuery = NonNullable<paths['/workflows/list']['get']['parameters']['query']>;
export type Session = Schemas['Session'];

/** What every later change is sent with. */
export function keepCsrfToken(session: Session | null): void {
  csrfToken = session?.csrfToken ?? null;
}

/** Browsers say it each in other words: "Failed to fetch", "Load failed". */
function sayUnreached(cause: unknown): never {
  if (cause instanceof TypeError) throw new Error('The service could not be reached', { cause });
  throw cause;
}

/** The body of an answer: one without is an error by now. */
export async function bodyOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  if (data === undefined) throw new Error('The answer had no body');
  return data;
}
