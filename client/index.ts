import createFetchClient, { type Client } from 'openapi-fetch';
import { ShepherdError } from './error.js';
import type { components, paths } from './schema.js';

export { ShepherdError } from './error.js';
export { StepFunctionsOrchestratorService } from './orchestrator.js';
export type { paths } from './schema.js';

/** Shapes of the API by their names: `Schemas['Finding']`. */
export type Schemas = components['schemas'];
export type ShepherdClient = Client<paths, 'application/json'>;

export interface ClientOptions {
  /** Where the service is; SHEPHERD_URL, else http://localhost:8084. */
  url?: string;
  /** An API key; SHEPHERD_API_KEY. A page that has a session gives null. */
  key?: string | null;
  headers?: Record<string, string>;
  fetch?: typeof globalThis.fetch;
}

/**
 * A client of all routes, typed by the OpenAPI document: `(await client.GET('/findings', {})).data`.
 * Whatever is answered with an error throws.
 * @throws ShepherdError with the answer's code and correlation id
 */
export function createShepherdClient(options: ClientOptions = {}): ShepherdClient {
  const key = options.key === undefined ? environment('SHEPHERD_API_KEY') : (options.key ?? undefined);
  const client = createFetchClient<paths, 'application/json'>({
    baseUrl: options.url ?? environment('SHEPHERD_URL') ?? 'http://localhost:8084',
    headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...options.headers },
    ...(options.fetch === undefined ? {} : { fetch: options.fetch }),
  });
  client.use({
    async onResponse({ response }) {
      if (!response.ok) throw await ShepherdError.of(response);
      return undefined;
    },
  });
  return client;
}

/** Undefined in a browser, which has none. */
function environment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name] || undefined;
}
