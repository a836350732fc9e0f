/** A small client of the service's public API. */

export class ApiError extends Error {
  constructor(status, body, what) {
    super(`${what}: ${status} ${body?.error ?? ''}`.trim());
    this.status = status;
    this.body = body;
  }
}

/**
 * @param {string} url where the service listens
 * @param {string} key an API key
 */
export function api(url, key) {
  const call = async (method, path, body) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body ? { 'content-type': 'application/json' } : {}) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    const answer = text === '' ? undefined : JSON.parse(text);
    if (!response.ok) throw new ApiError(response.status, answer, `${method} ${path}`);
    return answer;
  };
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    put: (path, body) => call('PUT', path, body),
    /** All items of a list, page by page. */
    async *all(path) {
      const first = new URL(path, url);
      first.searchParams.set('limit', '500');
      for (let cursor = ''; cursor !== null;) {
        if (cursor) first.searchParams.set('cursor', cursor);
        const page = await call('GET', first.pathname + first.search);
        yield* page.items;
        cursor = page.nextCursor ?? null;
      }
    },
  };
}

const ENDED = new Set(['completed', 'completed_with_errors', 'failed', 'cancelled']);
const POLL_MS = 300;

/** Follows a scan to its end. @param {(scan: object) => void} onProgress @returns its last state */
export async function followScan(client, scanId, onProgress = () => undefined) {
  for (;;) {
    const scan = await client.get(`/scans/${scanId}`);
    onProgress(scan);
    if (ENDED.has(scan.status)) return scan;
    await new Promise((done) => setTimeout(done, POLL_MS));
  }
}
