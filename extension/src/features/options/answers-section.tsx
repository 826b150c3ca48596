import { strings } from "../../shared/locales/index.ts";
import { REPLY_LANGUAGES } from "../../shared/locales/reply-languages.ts";
import { Choice } from "../../shared/ui/choice.tsx";
import { Section } from "../../shared/ui/section.tsx";
import { useOptions } from "./options-context.ts";

export function AnswersSection() {
  const { settings } = useOptions();
  const { replyLanguage } = settings.current.value;
  const { compare } = new Intl.Collator(strings.locale);
  const languages = REPLY_LANGUAGES.map((tag) => [tag, strings.languageName(tag)] as const);
  const meant = replyLanguage === "auto" ? strings.locale : replyLanguage;
  return (
    <Section title={strings.options.answers.title}>
      <Choice
        label={strings.options.answers.replyLanguage}
        hint={strings.options.answers.replyHint(strings.languageName(meant))}
        value={replyLanguage}
        among={[
          ["auto", strings.options.answers.replyAuto],
          ...languages.sort(([, one], [, other]) => compare(one, other)),
        ]}
        onChoose={(chosen) => void settings.change({ replyLanguage: chosen })}
      />
    </Section>
  );
}
