import { settingsStorage } from "../../features/options/settings.ts";
import { setLanguage, strings } from "../../shared/locales/index.ts";
import type { Strings } from "../../shared/locales/strings.ts";

/** The strings in the person's language. The worker may have just been started, so they are loaded first. */
export async function personStrings(): Promise<Strings> {
  const { language } = await settingsStorage.get();
  await setLanguage(language);
  return strings;
}
