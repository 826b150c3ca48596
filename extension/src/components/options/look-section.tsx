import { languageName } from "../../locales/format.ts";
import { LOCALES, words } from "../../locales/index.ts";
import { THEMES, type Theme } from "../../storage/settings.ts";
import { Choice } from "./choice.tsx";
import { useOptions } from "./options-context.ts";
import { Section } from "./section.tsx";

export function LookSection() {
  const { settings } = useOptions();
  const { language, theme } = settings.current.value;
  return (
    <Section title={words.options.look.title}>
      <Choice
        label={words.options.look.theme}
        value={theme}
        among={THEMES.map((one) => [one, words.options.look.themes[one]])}
        onChoose={(chosen) => void settings.change({ theme: chosen as Theme })}
      />
      <Choice
        label={words.options.look.language}
        value={language}
        among={[
          ["auto", words.options.look.languageAuto],
          // Each in itself: whoever looks for their own may not read the one that is shown.
          ...Object.keys(LOCALES).map((tag) => [tag, languageName(tag, tag)] as const),
        ]}
        onChoose={(chosen) => void settings.change({ language: chosen })}
      />
    </Section>
  );
}
