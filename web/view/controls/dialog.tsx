/** A modal dialog of the browser: the focus stays inside, and Escape closes it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../../state/language.ts';
import { CloseIcon } from './icons.tsx';

interface DialogProps {
  readonly title: string;
  readonly kind?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** The dialog is open as long as it is rendered. @param kind an extra CSS class. */
export function Dialog({ title, kind = '', onClose, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const focused = document.activeElement;
    const dialog = ref.current;
    dialog?.showModal();
    // A click outside the dialog has the dialog itself as target; a click inside has the body or a child of it.
    dialog?.addEventListener('click', ({ target }) => {
      if (target === dialog) onClose();
    });
    return () => {
      if (focused instanceof HTMLElement) focused.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={`dialog ${kind}`}
      aria-label={title}
      onCancel={(event) => {
        // A file chooser that is closed without a file sends the same event from its input.
        if (event.target !== ref.current) return;
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-body">
        <header class="dialog-head">
          <h2>{title}</h2>
          <button type="button" class="icon-button" aria-label={texts.value.actions.close} onClick={onClose}>
            <CloseIcon />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
