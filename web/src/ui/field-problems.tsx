import type { ShepherdError } from '../api/api.js';

/** Which fields are wrong, and why; nothing where none is named. */
export const FieldProblems = ({ of: details }: { of: ShepherdError['details'] }) =>
  details.length === 0 ? null : (
    <ul>
      {details.map(({ path, message }) => (
        <li key={path + message}>
          <code>{path}</code> {message}
        </li>
      ))}
    </ul>
  );
