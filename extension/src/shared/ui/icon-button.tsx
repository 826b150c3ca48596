import type { ComponentChildren } from "preact";

interface IconButtonProps {
  label: string;
  /** The `data-focus` mark. */
  mark?: string;
  /** It keeps the keyboard nevertheless: whoever moved a thing to the end is still there. */
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
