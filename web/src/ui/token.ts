/** Marks a request, so that one whose answer was lost is not done twice; crypto.randomUUID is there over TLS alone. */
export const newToken = (): string => `page-${crypto.getRandomValues(new Uint32Array(4)).join('-')}`;
