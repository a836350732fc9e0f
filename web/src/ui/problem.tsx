import { ShepherdError } from '../api/api.js';
import { FieldProblems } from './field-problems.js';

/** Why what was asked for was not done, in the API's words, with the fields that are wrong. */
export function Problem({ error }: { error: Error | null }) {
  if (error === null) return null;
  const details = error instanceof ShepherdError ? error.details : [];
  return (
    <div className="problem" role="alert">
      <p>{error.message}</p>
      <FieldProblems of={details} />
    </div>
  );
}
