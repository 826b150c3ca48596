import { settingsStorage } from "../../features/options/settings.ts";
import { speak, strings } from "../../shared/locales/index.ts";
import type { Strings } from "../../shared/locales/strings.ts";

/** The words of the person's language. The worker starts anew with every event, and may not know it yet. */
export async function personStrings(): Promise<Strings> {
  const { language } = await settingsStorage.get();
  await speak(language);
  return strings;
}
