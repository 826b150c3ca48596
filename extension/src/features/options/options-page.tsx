import { strings } from "../../shared/locales/index.ts";
import { ActionsSection } from "../quick-actions/actions-section.tsx";
import { AnswersSection } from "./answers-section.tsx";
import { GatewaySection } from "./gateway-section.tsx";
import { KeyboardSection } from "./keyboard-section.tsx";
import { LookSection } from "./look-section.tsx";
import { useOptions } from "./options-context.ts";

export function OptionsPage() {
  const { settings } = useOptions();
  return (
    <main class="options">
      <header class="options-head">
        <img src="/icon/48.png" alt="" width="28" height="28" />
        <h1>{strings.options.title}</h1>
      </header>
      <ActionsSection
        stored={settings.current.value.actions}
        onChange={(actions) => void settings.change({ actions })}
        onReset={() => void settings.reset("actions")}
      />
      <AnswersSection />
      <LookSection />
      <GatewaySection />
      <KeyboardSection />
    </main>
  );
}
