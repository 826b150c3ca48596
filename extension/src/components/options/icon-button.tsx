import type { ComponentChildren } from "preact";

interface IconButtonProps {
  label: string;
  /** It keeps the keyboard nevertheless: who moves a thing to the end is still there. */
  disabled?: boolean;
  onClick(event: MouseEvent): void;
  children: ComponentChildren;
}

export function IconButton({ label, disabled = false, onClick, children }: IconButtonProps) {
  return (
    <button
      type="button"
      class="button quiet icon-only"
      title={label}
      aria-label={label}
      aria-disabled={disabled}
      onClick={disabled ? undefined : onClick}
    >
      {children}
    </button>
  );
}
