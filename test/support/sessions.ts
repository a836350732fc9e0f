import type { Answer, TestApp } from './app.js';

export interface BrowserSession {
  /** As a browser sends it. */
  cookie: string;
  csrfToken: string;
}
type Headers = Record<string, string>;

/** What a browser does that signs in, in a test. */
export function browserOf(app: Pick<TestApp, 'request'>) {
  const signIn = (body: object, headers: Headers = {}) =>
    app.request<Record<string, string>>('POST', '/session', { key: null, body, headers });
  const sessionOf = ({ headers, body }: Answer<Record<string, string>>): BrowserSession => ({
    cookie: (headers.get('set-cookie') ?? '').split(';')[0] ?? '',
    csrfToken: body['csrfToken'] ?? '',
  });
  return {
    signIn,
    sessionOf,
    signedIn: async (body: object): Promise<BrowserSession> => {
      const answer = await signIn(body);
      if (answer.status !== 201) throw new Error(`signing in was answered with ${answer.status}`);
      return sessionOf(answer);
    },
    /** Asks as the page does. */
    as: (session: BrowserSession, method: string, path: string, body?: unknown, headers: Headers = {}) =>
      app.request<Record<string, unknown>>(method, path, {
        ...{ key: null, ...(body === undefined ? {} : { body }) },
        headers: { cookie: session.cookie, 'x-csrf-token': session.csrfToken, ...headers },
      }),
    /** The code of a new sign-in link. */
    code: async (key: string): Promise<string> => {
      const { body } = await app.request<{ url: string }>('POST', '/session/links', { key });
      return /#sign-in=(.+)$/.exec(body.url)?.[1] ?? '';
    },
  };
}
