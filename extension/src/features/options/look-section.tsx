import { languageName } from "../../shared/locales/format.ts";
import { LOCALES, strings } from "../../shared/locales/index.ts";
import { Choice } from "../../shared/ui/choice.tsx";
import { Section } from "../../shared/ui/section.tsx";
import { THEMES, type Theme } from "../../shared/ui/theme.ts";
import { useOptions } from "./options-context.ts";

export function LookSection() {
  const { settings } = useOptions();
  const { language, theme } = settings.current.value;
  return (
    <Section title={strings.options.look.title}>
      <Choice
        label={strings.options.look.theme}
        value={theme}
        among={THEMES.map((one) => [one, strings.options.look.themes[one]])}
        onChoose={(chosen) => void settings.change({ theme: chosen as Theme })}
      />
      <Choice
        label={strings.options.look.language}
        value={language}
        among={[
          ["auto", strings.options.look.languageAuto],
          // Each by its own name: a person who looks for their language may not read the current one.
          ...Object.keys(LOCALES).map((tag) => [tag, languageName(tag, tag)] as const),
        ]}
        onChoose={(chosen) => void settings.change({ language: chosen })}
      />
    </Section>
  );
}
