import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** What a sheet needs. */
export interface SheetProps {
  /** Whether it is open. */
  isOpen: boolean;
  /** Its heading, which is its name, too. */
  title: string;
  /** Name for tests. */
  testId: string;
  /** Told when it closes, in whatever way. */
  onClose: () => void;
  /** What is on it, inside a form whose submit closes it. */
  children: ComponentChildren;
}

/** A modal sheet: from below on a phone, in the middle on a desktop. */
export function Sheet(
  { isOpen, title, testId, onClose, children }: SheetProps,
) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (isOpen) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isOpen]);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby={`${testId}-title`}
      data-testid={testId}
      onClose={onClose}
      onClick={(event) => {
        // The backdrop belongs to the dialog itself, its content does not.
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <form method="dialog" class="sheet-body">
        <h2 id={`${testId}-title`}>{title}</h2>
        {children}
      </form>
    </dialog>
  );
}
