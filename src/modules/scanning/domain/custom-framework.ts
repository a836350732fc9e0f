import { type FieldProblem } from '../../../shared/app-error.js';
import { controlById } from './controls/index.js';
import { type Requirement } from './frameworks/index.js';

/** A requirement as a tenant gives it. */
export interface GivenRequirement {
  id: string;
  title: string;
  section: string;
  controls: readonly string[];
  manual?: string | undefined;
}

/**
 * The requirements of a tenant's own framework: its controls by their own ids, where aliases were given, each once.
 * @param own ids of the tenant's own controls
 * @returns what is wrong with them, by its path, or what is to be kept
 */
export function requirementsFrom(
  given: readonly GivenRequirement[],
  own: ReadonlySet<string>,
): { problems: FieldProblem[] } | { requirements: Requirement[] } {
  const problems: FieldProblem[] = [];
  const ids = new Set<string>();
  const requirements = given.map(({ id, title, section, controls, manual }, at): Requirement => {
    const path = `requirements.${at}`;
    if (ids.has(id)) problems.push({ path: `${path}.id`, message: 'is that of another requirement' });
    ids.add(id);
    if (controls.length === 0 && manual === undefined)
      problems.push({
        path: `${path}.controls`,
        message: 'must name one, or `manual` say why none decides it',
      });
    const known = controls.map((control, index) => {
      const found = own.has(control) ? control : controlById(control)?.id;
      if (found !== undefined) return found;
      const message = 'is no control: GET /controls and GET /controls/custom list them';
      problems.push({ path: `${path}.controls.${index}`, message });
      return control;
    });
    const named = { id, title, section, controls: [...new Set(known)] };
    return manual === undefined ? named : { ...named, manual };
  });
  return problems.length > 0 ? { problems } : { requirements };
}
