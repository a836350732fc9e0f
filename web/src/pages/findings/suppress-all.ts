import { api, type Schemas, ShepherdError } from '../../api/api.js';

const AT_ONCE = 4;

export interface Outcome {
  total: number;
  done: number;
  failed: { id: string; message: string }[];
}

/**
 * Suppresses findings one by one, as the API has it; one that fails does not stop the others. What is refused because
 * there were too many requests waits for as long as the API says.
 * @param tell how far it is
 */
export async function suppressAll(
  ids: readonly string[],
  body: Schemas['SuppressFinding'],
  tell: (outcome: Outcome) => void,
): Promise<Outcome> {
  const waiting = [...ids];
  const outcome: Outcome = { total: ids.length, done: 0, failed: [] };
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const message = await suppressed(id, body);
      if (message === undefined) outcome.done++;
      else outcome.failed.push({ id, message });
      tell({ ...outcome });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return outcome;
}

/** Why it was not, if it was not. */
async function suppressed(id: string, body: Schemas['SuppressFinding']): Promise<string | undefined> {
  for (;;) {
    try {
      await api.POST('/findings/{id}/suppress', { params: { path: { id } }, body });
      return undefined;
    } catch (error) {
      const wait = error instanceof ShepherdError && error.status === 429 ? error.retryAfterSeconds : null;
      if (wait === null) return error instanceof Error ? error.message : 'it could not be reached';
      await new Promise((resolve) => setTimeout(resolve, wait * 1000));
    }
  }
}
