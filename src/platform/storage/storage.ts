/** Files that people download: reports, packs. Keys are relative paths such as `default/reports/x.html`. */
export abstract class Storage {
  abstract put(key: string, content: Uint8Array): Promise<void>;
  /** The content, or undefined where there is no such file. */
  abstract get(key: string): Promise<Uint8Array | undefined>;
  abstract delete(key: string): Promise<void>;
}

const KEY = /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/;

/** @throws Error for a key that could leave its folder; keys are made by us, so this is a mistake in the code */
export function checkKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`"${key}" is not a storage key`);
  return key;
}
