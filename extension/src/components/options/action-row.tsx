import { useLayoutEffect, useRef } from "preact/hooks";
import type { QuickAction } from "../../actions/actions.ts";
import { words } from "../../locales/index.ts";
import { DownIcon, EditIcon, RemoveIcon, UpIcon } from "../icons.tsx";
import { IconButton } from "./icon-button.tsx";

export type Direction = -1 | 1;

interface ActionRowProps {
  action: QuickAction;
  first: boolean;
  last: boolean;
  onEnable(enabled: boolean): void;
  onMove(direction: Direction): void;
  onEdit(): void;
  onRemove(): void;
}

export function ActionRow({ action, first, last, onEnable, onMove, onEdit, onRemove }: ActionRowProps) {
  const { title } = action;
  // A row that moves within the page loses the keyboard on its way.
  const pressed = useRef<HTMLButtonElement | null>(null);
  useLayoutEffect(() => {
    pressed.current?.focus();
    pressed.current = null;
  });
  const move = (direction: Direction) => (event: MouseEvent) => {
    pressed.current = event.currentTarget as HTMLButtonElement;
    onMove(direction);
  };

  return (
    <>
      <label class="action-name">
        <input
          type="checkbox"
          checked={action.enabled}
          onChange={(event) => onEnable(event.currentTarget.checked)}
        />
        {title}
      </label>
      <IconButton label={words.options.actions.moveUp(title)} disabled={first} onClick={move(-1)}>
        <UpIcon />
      </IconButton>
      <IconButton label={words.options.actions.moveDown(title)} disabled={last} onClick={move(1)}>
        <DownIcon />
      </IconButton>
      <IconButton label={words.options.actions.edit(title)} onClick={onEdit}>
        <EditIcon />
      </IconButton>
      <IconButton label={words.options.actions.remove(title)} onClick={onRemove}>
        <RemoveIcon />
      </IconButton>
    </>
  );
}
