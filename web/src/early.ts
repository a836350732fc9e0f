const asked = new Map<string, Promise<Response>>();

/** Asks for a path now, for who will want it once the page's code is read: on a slow machine that takes longer than the answer. */
export function askEarly(path: string): void {
  const answer = fetch(path);
  answer.catch(() => undefined); // told to who takes it
  asked.set(new URL(path, location.origin).href, answer);
}

/** As fetch; what was asked for early is taken, once. */
export const fetchOrTake: typeof fetch = (input, init) => {
  const request = new Request(input, init);
  const answer = request.method === 'GET' ? asked.get(request.url) : undefined;
  asked.delete(request.url);
  return answer ?? fetch(request);
};

/** What nobody has taken by now would be old when somebody does. */
export const forgetEarly = (): void => asked.clear();
