import { strings } from "../../shared/locales/index.ts";
import { IconButton } from "../../shared/ui/icon-button.tsx";
import { EditIcon, MoveDownIcon, MoveUpIcon, RemoveIcon } from "../../shared/ui/icons.tsx";
import type { QuickAction } from "./actions.ts";

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
  const { id, title } = action;
  const { moveUp, moveDown, edit, remove } = strings.options.actions;
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
      <IconButton label={moveUp(title)} mark={`-1:${id}`} disabled={first} onClick={() => onMove(-1)}>
        <MoveUpIcon />
      </IconButton>
      <IconButton label={moveDown(title)} mark={`1:${id}`} disabled={last} onClick={() => onMove(1)}>
        <MoveDownIcon />
      </IconButton>
      <IconButton label={edit(title)} mark={id} onClick={onEdit}>
        <EditIcon />
      </IconButton>
      <IconButton label={remove(title)} onClick={onRemove}>
        <RemoveIcon />
      </IconButton>
    </>
  );
}
