import { useState } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { Section } from "../../shared/ui/section.tsx";
import { useFocusNext } from "../../shared/ui/use-focus-next.ts";
import { ActionEditor } from "./action-editor.tsx";
import { ActionRow, type Direction } from "./action-row.tsx";
import {
  type ActionText,
  MAX_ACTIONS,
  type QuickAction,
  quickActions,
  type StoredAction,
  withText,
} from "./actions.ts";

const NEW = "new";
const BLANK: ActionText = { title: "", template: "{selection}" };

/** What has just changed, and the list before it where the change can be undone. */
interface Told {
  what: string;
  before?: readonly StoredAction[];
}

const NOTHING: Told = { what: "" };

interface ActionsSectionProps {
  stored: readonly StoredAction[];
  onChange(changed: readonly StoredAction[]): void;
  /** Back to the actions that Gatehouse comes with. */
  onReset(): void;
}

export function ActionsSection({ stored, onChange, onReset }: ActionsSectionProps) {
  const actions = quickActions(stored, strings);
  /** The actions that are being edited. Several can be at once, so that no edit is lost. */
  const [edited, setEdited] = useState<readonly string[]>([]);
  const [told, setTold] = useState(NOTHING);
  const focusNext = useFocusNext();

  const change = (changed: readonly StoredAction[], news = NOTHING) => {
    setTold(news);
    onChange(changed);
  };

  const move = ({ id, title }: QuickAction, from: number, direction: Direction) => {
    const to = from + direction;
    const moved = stored[from];
    if (moved === undefined || !(to in stored)) return;
    focusNext(`${direction}:${id}`);
    change(stored.toSpliced(from, 1).toSpliced(to, 0, moved), {
      what: strings.options.actions.moved(title, to + 1, stored.length),
    });
  };

  const remove = ({ id, title }: QuickAction) => {
    focusNext("undo");
    change(
      stored.filter((one) => one.id !== id),
      { what: strings.options.actions.removed(title), before: stored },
    );
  };

  const restore = () => {
    focusNext("undo");
    setTold({ what: strings.options.actions.restored, before: stored });
    onReset();
  };

  const close = (id: string) => {
    focusNext(id);
    setEdited((all) => all.filter((one) => one !== id));
  };

  const edit = (id: string) => setEdited((all) => (all.includes(id) ? all : [...all, id]));

  const save = (id: string, text: ActionText) => {
    close(id);
    if (id === NEW) change([...stored, { id: crypto.randomUUID(), enabled: true, ...text }]);
    else change(stored.map((one) => (one.id === id ? withText(one, text, strings) : one)));
  };

  const editor = (id: string, text: ActionText) => (
    <ActionEditor text={text} onSave={(changed) => save(id, changed)} onCancel={() => close(id)} />
  );

  return (
    <Section title={strings.options.actions.title}>
      <p class="options-hint">{strings.options.actions.explanation}</p>
      <ul class="actions">
        {actions.map((action, at) => (
          <li key={action.id} class="action">
            {edited.includes(action.id) ? (
              editor(action.id, action)
            ) : (
              <ActionRow
                action={action}
                first={at === 0}
                last={at === actions.length - 1}
                onEnable={(enabled) =>
                  change(stored.map((one) => (one.id === action.id ? { ...one, enabled } : one)))
                }
                onMove={(direction) => move(action, at, direction)}
                onEdit={() => edit(action.id)}
                onRemove={() => remove(action)}
              />
            )}
          </li>
        ))}
        {actions.length === 0 && <li class="action options-none">{strings.options.actions.none}</li>}
        {edited.includes(NEW) && <li class="action">{editor(NEW, BLANK)}</li>}
      </ul>
      <div class="options-told">
        <span role="status">{told.what}</span>
        {told.before && (
          <button
            type="button"
            class="link"
            data-focus="undo"
            onClick={() => {
              focusNext(NEW);
              change(told.before ?? stored);
            }}
          >
            {strings.options.actions.undo}
          </button>
        )}
      </div>
      <div class="options-buttons">
        {stored.length < MAX_ACTIONS ? (
          <button type="button" class="button" data-focus={NEW} onClick={() => edit(NEW)}>
            {strings.options.actions.add}
          </button>
        ) : (
          <p class="options-hint">{strings.options.actions.full}</p>
        )}
        <button type="button" class="button" onClick={restore}>
          {strings.options.actions.restore}
        </button>
      </div>
    </Section>
  );
}
