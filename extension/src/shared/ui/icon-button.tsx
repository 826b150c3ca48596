import type { ComponentChildren } from "preact";

interface IconButtonProps {
  label: string;
  /** The `data-focus` mark. */
  mark?: string;
  /** It can still be focused: a person who has moved a row to the end keeps the focus. */
  disabled?: boolean;
  onClick(): void;
  children: ComponentChildren;
}

export function IconButton({ label, mark, disabled = false, onClick, children }: IconButtonProps) {
  return (
    <button
      type="button"
      class="button quiet icon-only"
      title={label}
      aria-label={label}
      aria-disabled={disabled}
      data-focus={mark}
      onClick={disabled ? undefined : onClick}
    >
      {children}
    </button>
  );
}
