import { words } from "../../shared/locales/index.ts";
import { REPLY_LANGUAGES } from "../../shared/locales/reply-languages.ts";
import { Choice } from "../../shared/ui/choice.tsx";
import { Section } from "../../shared/ui/section.tsx";
import { useOptions } from "./options-context.ts";

export function AnswersSection() {
  const { settings } = useOptions();
  const { replyLanguage } = settings.current.value;
  const { compare } = new Intl.Collator(words.locale);
  const languages = REPLY_LANGUAGES.map((tag) => [tag, words.languageName(tag)] as const);
  const meant = replyLanguage === "auto" ? words.locale : replyLanguage;
  return (
    <Section title={words.options.answers.title}>
      <Choice
        label={words.options.answers.replyLanguage}
        hint={words.options.answers.replyHint(words.languageName(meant))}
        value={replyLanguage}
        among={[
          ["auto", words.options.answers.replyAuto],
          ...languages.sort(([, one], [, other]) => compare(one, other)),
        ]}
        onChoose={(chosen) => void settings.change({ replyLanguage: chosen })}
      />
    </Section>
  );
}
