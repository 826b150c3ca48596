import { useEffect, useId, useRef, useState } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { InvisibleNote, useVisibleName } from "../../shared/markdown/marked-text.tsx";
import { type ActionText, MAX_TEMPLATE, MAX_TITLE } from "./actions.ts";
import { type ActionProblem, checkAction } from "./check.ts";
import { PLACEHOLDERS } from "./prompt.ts";

interface ActionEditorProps {
  text: ActionText;
  onSave(text: ActionText): void;
  onCancel(): void;
}

export function ActionEditor({ text, onSave, onCancel }: ActionEditorProps) {
  const id = useId();
  const name = useRef<HTMLInputElement>(null);
  const checking = useRef(false);
  // What is not edited follows the language.
  const [edited, setEdited] = useState<Partial<ActionText>>({});
  const { title, template } = { ...text, ...edited };
  const edit = (parts: Partial<ActionText>) => setEdited((before) => ({ ...before, ...parts }));
  const visibleTitle = useVisibleName(title);
  const [problem, setProblem] = useState<ActionProblem | null>(null);
  useEffect(() => name.current?.focus(), []);
  const isAsItWas = title === text.title && template === text.template;

  const save = async () => {
    if (checking.current) return;
    checking.current = true;
    const changed = { title: visibleTitle, template: template.trim() };
    const found = await checkAction(changed);
    checking.current = false;
    setProblem(found);
    if (!found) onSave(changed);
  };

  return (
    <form
      class="action-editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.isComposing && isAsItWas) onCancel();
      }}
    >
      <label for={`${id}-name`}>{strings.options.actions.name}</label>
      <input
        ref={name}
        id={`${id}-name`}
        class="field"
        autocomplete="off"
        maxLength={MAX_TITLE}
        value={title}
        onInput={(event) => edit({ title: event.currentTarget.value })}
      />
      <label for={`${id}-template`}>{strings.options.actions.template}</label>
      <textarea
        id={`${id}-template`}
        class="field action-template"
        autocomplete="off"
        rows={5}
        maxLength={MAX_TEMPLATE}
        value={template}
        aria-describedby={`${id}-hint`}
        onInput={(event) => edit({ template: event.currentTarget.value })}
      />
      <div class="options-hint" id={`${id}-hint`} aria-live="polite">
        <InvisibleNote prompt={template} />
        {strings.options.actions.placeholders}
        <ul class="placeholders">
          {PLACEHOLDERS.map((one) => (
            <li key={one}>
              <code>{`{${one}}`}</code> {strings.options.actions.placeholder[one]}
            </li>
          ))}
        </ul>
      </div>
      {problem && (
        <p class="options-problem" role="alert">
          {strings.options.actions.problem[problem]}
        </p>
      )}
      <div class="options-buttons">
        <button type="submit" class="button primary">
          {strings.options.actions.save}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {strings.options.actions.cancel}
        </button>
      </div>
    </form>
  );
}
