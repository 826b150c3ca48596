import { useId } from "preact/hooks";

interface ChoiceProps {
  label: string;
  hint?: string;
  value: string;
  /** The values and their names. */
  among: readonly (readonly [value: string, name: string])[];
  onChoose(value: string): void;
}

/** A setting with a list of values. A choice takes effect at once. */
export function Choice({ label, hint, value, among, onChoose }: ChoiceProps) {
  const id = useId();
  return (
    <div class="options-line">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="field"
        value={value}
        aria-describedby={hint && `${id}-hint`}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        {among.map(([one, name]) => (
          <option key={one} value={one}>
            {name}
          </option>
        ))}
      </select>
      {hint && (
        <p class="options-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
