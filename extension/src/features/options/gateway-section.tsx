import { useState } from "preact/hooks";
import { isPort } from "../../shared/gateway/address.ts";
import { strings } from "../../shared/locales/index.ts";
import { Section } from "../../shared/ui/section.tsx";
import { useOptions } from "./options-context.ts";

export function GatewaySection() {
  const options = useOptions();
  const { port } = options.settings.current.value;
  const [typed, setTyped] = useState<string | null>(null);
  const [told, setTold] = useState<"" | "saved" | "portInvalid">("");

  const save = async () => {
    const wanted = Number(typed ?? port);
    if (typed?.trim() === "" || !isPort(wanted)) {
      setTold("portInvalid");
      return;
    }
    await options.changePort(wanted);
    setTyped(null);
    setTold("saved");
  };

  return (
    <Section title={strings.options.gateway.title}>
      <form
        class="options-line"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label for="port">{strings.options.gateway.port}</label>
        <div class="options-port">
          <input
            id="port"
            class="field"
            inputMode="numeric"
            autocomplete="off"
            value={typed ?? String(port)}
            aria-invalid={told === "portInvalid"}
            aria-describedby="port-hint port-told"
            onInput={(event) => {
              setTyped(event.currentTarget.value);
              setTold("");
            }}
          />
          <button type="submit" class="button">
            {strings.options.gateway.save}
          </button>
        </div>
        <p class="options-hint" id="port-hint">
          {strings.options.gateway.portHint} {strings.options.gateway.portSession}
        </p>
        <p class={told === "portInvalid" ? "options-problem" : "options-saved"} id="port-told" role="status">
          {told === "portInvalid" && strings.options.gateway.portInvalid}
          {told === "saved" && strings.options.saved}
        </p>
      </form>
    </Section>
  );
}
