import type { Schemas } from '../../api/api.js';

type Named = Pick<Schemas['Framework'], 'name' | 'version'>;

/** With its version: several stand beside one another. */
export const nameWith = ({ name, version }: Named): string => `${name} ${version}`;

/** By its id, as far as it is known. */
export function nameOf(id: string, known: readonly Schemas['Framework'][]): string {
  const framework = known.find((one) => one.id === id);
  return framework === undefined ? id : nameWith(framework);
}
