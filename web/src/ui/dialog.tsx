import * as Ariakit from '@ariakit/react';
import type { ReactNode } from 'react';

/** Keeps the focus, closes with Esc, and gives the focus back. */
export function Dialog({
  title,
  isOpen,
  close,
  children,
}: {
  title: string;
  isOpen: boolean;
  close: () => void;
  children: ReactNode;
}) {
  return (
    <Ariakit.Dialog
      open={isOpen}
      onClose={close}
      className="dialog"
      backdrop={<div className="backdrop" />}
      unmountOnHide
    >
      <header>
        <Ariakit.DialogHeading>{title}</Ariakit.DialogHeading>
        <Ariakit.DialogDismiss className="button" aria-label="Close">
          ✕
        </Ariakit.DialogDismiss>
      </header>
      {children}
    </Ariakit.Dialog>
  );
}
