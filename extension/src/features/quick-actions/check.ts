import { loadRecogniser } from "../keys/load-recogniser.ts";
import { type ActionText, MAX_TEMPLATE, MAX_TITLE } from "./actions.ts";

export type ActionProblem = "noTitle" | "longTitle" | "noSelection" | "longTemplate" | "key";

/** Why a text cannot be a quick action. Actions are stored unencrypted, so none may contain a key. */
export async function checkAction({ title, template }: ActionText): Promise<ActionProblem | null> {
  if (title.trim() === "") return "noTitle";
  if (title.length > MAX_TITLE) return "longTitle";
  if (!template.includes("{selection}")) return "noSelection";
  if (template.length > MAX_TEMPLATE) return "longTemplate";
  const { holdsKey } = await loadRecogniser();
  return holdsKey(title) || holdsKey(template) ? "key" : null;
}
