import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

interface Props<T, Values> {
  title?: string;
  /** As it was read last. */
  now: T;
  /** Another one where it was changed. */
  versionOf: (one: T) => string | number;
  mutation: Pick<UseMutationResult<T, Error, Values>, 'mutate' | 'isPending' | 'error' | 'reset'>;
  /** @param begun what the form begins with */
  children: (
    begun: T,
    form: { save: (values: Values) => void; isSaving: boolean; error: Error | null },
  ) => ReactNode;
}

/**
 * The form of something that others change too. What is typed stays while they do, and does not replace theirs
 * unseen; a form that nobody has touched follows.
 */
export function ChangeIt<T, Values>({
  title = 'Change it',
  now,
  versionOf,
  mutation: { mutate, isPending, error, reset },
  children,
}: Props<T, Values>) {
  const [begun, begin] = useState(now);
  const [isTouched, setTouched] = useState(false);
  const isOld = versionOf(now) !== versionOf(begun);
  if (isOld && !isTouched) begin(now);
  const beginAgain = () => {
    setTouched(false);
    reset();
  };
  const save = (values: Values) => mutate(values, { onSuccess: () => setTouched(false) });
  return (
    <details key={versionOf(begun)} className="card" onChange={() => setTouched(true)}>
      <summary>{title}</summary>
      {/* one's own change comes back before its mutation has ended */}
      {isOld && isTouched && !isPending && (
        <div className="problem" role="alert">
          <p>It was changed since you began: look at what is there now before you save.</p>
          <button type="button" className="button" onClick={beginAgain}>
            Begin again with that
          </button>
        </div>
      )}
      {children(begun, { save, isSaving: isPending, error })}
    </details>
  );
}
