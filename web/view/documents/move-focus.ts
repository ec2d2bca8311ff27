/** Moves the focus by the arrow keys from the search or an item of the list of documents to the next or previous item. */
export function moveFocus(event: KeyboardEvent): void {
  const way = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const { currentTarget } = event;
  if (way === 0 || !(currentTarget instanceof HTMLElement)) return;
  const dialog = currentTarget.closest('dialog');
  const buttons = [...(dialog?.querySelectorAll<HTMLElement>('.document-list button') ?? [])];
  const next = buttons.indexOf(currentTarget) + way;
  event.preventDefault();
  (next < 0 ? dialog?.querySelector('input') : buttons[Math.min(next, buttons.length - 1)])?.focus();
}
