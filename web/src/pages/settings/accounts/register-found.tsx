import { useState } from 'react';
import { Dialog } from '../../../ui/dialog.js';
import { Problem } from '../../../ui/problem.js';

interface Props {
  count: number;
  register: {
    mutate: (dryRun: boolean, then: { onSuccess: () => void }) => void;
    isPending: boolean;
    error: Error | null;
    reset: () => void;
  };
}

/** Registers what a look has found, once that was asked for twice. */
export function RegisterFound({ count, register }: Props) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  const open = () => {
    register.reset(); // why a look was refused says nothing of this
    setOpen(true);
  };
  const them = count === 1 ? 'this account' : `these ${count} accounts`;
  return (
    <>
      <button type="button" className="button" onClick={open}>
        Register {them} …
      </button>
      <Dialog title={`Register ${them}?`} isOpen={isOpen} close={close}>
        <p>
          Each is verified, and is part of the next scan. Active accounts that came meanwhile are registered
          too.
        </p>
        <Problem error={register.error} />
        <p className="actions">
          <button
            type="button"
            className="button primary"
            disabled={register.isPending}
            onClick={() => register.mutate(false, { onSuccess: close })}
          >
            Register them
          </button>
          <button type="button" className="button" disabled={register.isPending} onClick={close}>
            Not now
          </button>
        </p>
      </Dialog>
    </>
  );
}
