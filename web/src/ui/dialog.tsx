import * as Ariakit from '@ariakit/react';
import { useIsMutating } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { LOOK } from './look.js';

/**
 * Keeps the focus, closes with Esc, and gives the focus back. While what it asks for is being done, only its own
 * buttons close it: why that is refused would be lost.
 */
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
  /** Only its own buttons close it: what is in it would be lost. */
  isHeld?: boolean;
  children: ReactNode;
}) {
  const holds = useIsMutating({ predicate: ({ options }) => options.meta !== LOOK }) > 0 || isHeld;
  return (
    <Ariakit.Dialog
      open={isOpen}
      onClose={close}
      className="dialog"
      hideOnEscape={!holds}
      hideOnInteractOutside={!holds}
      backdrop={<div className="backdrop" />}
      unmountOnHide
    >
      <header>
        <Ariakit.DialogHeading>{title}</Ariakit.DialogHeading>
        {!holds && (
          <Ariakit.DialogDismiss className="button" aria-label="Close">
            ✕
          </Ariakit.DialogDismiss>
        )}
      </header>
      {children}
    </Ariakit.Dialog>
  );
}
