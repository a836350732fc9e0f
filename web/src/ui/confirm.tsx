import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Dialog } from './dialog.js';
import { Problem } from './problem.js';

interface Props {
  /** What is done, in a word: Delete, Revoke. */
  act: string;
  /** To what, for who cannot see the button's place. */
  name: string;
  title: string;
  /** The two ways out, where "… it" and "Keep it" do not say it. */
  yes?: string;
  no?: string;
  mutation: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error' | 'reset'>;
  /** What follows from it. */
  children: ReactNode;
}

/** A button that asks once more before it does what cannot be taken back. */
export function Confirm({
  act,
  name,
  title,
  yes = `${act} it`,
  no = 'Keep it',
  mutation: { mutate, isPending, error, reset },
  children,
}: Props) {
  const [isOpen, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    reset();
  };
  return (
    <>
      <button
        type="button"
        className="button danger"
        onClick={() => setOpen(true)}
        aria-label={`${act} ${name}`}
      >
        {act} …
      </button>
      <Dialog title={title} isOpen={isOpen} close={close}>
        {children}
        <Problem error={error} />
        <p className="actions">
          <button
            type="button"
            className="button danger"
            disabled={isPending}
            onClick={() => mutate(undefined, { onSuccess: close })}
          >
            {yes}
          </button>
          <button type="button" className="button" disabled={isPending} onClick={close}>
            {no}
          </button>
        </p>
      </Dialog>
    </>
  );
}
