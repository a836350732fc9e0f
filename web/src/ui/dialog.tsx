import * as Ariakit from '@ariakit/react';
import type { ReactNode } from 'react';

/** Keeps the focus, closes with Esc, and gives the focus back. */
export function Dialog({
  title,
  isOpen,
  close,
  isHeld = false,
  children,
}: {
  title: string;
  isOpen: boolean;
  close: () => void;
  /** What is in it, or why it is refused, would be lost: only its own buttons close it. */
  isHeld?: boolean;
  children: ReactNode;
}) {
  return (
    <Ariakit.Dialog
      open={isOpen}
      onClose={close}
      className="dialog"
      hideOnEscape={!isHeld}
      hideOnInteractOutside={!isHeld}
      backdrop={<div className="backdrop" />}
      unmountOnHide
    >
      <header>
        <Ariakit.DialogHeading>{title}</Ariakit.DialogHeading>
        {!isHeld && (
          <Ariakit.DialogDismiss className="button" aria-label="Close">
            ✕
          </Ariakit.DialogDismiss>
        )}
      </header>
      {children}
    </Ariakit.Dialog>
  );
}
