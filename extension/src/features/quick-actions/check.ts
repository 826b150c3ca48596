import { holdsKey } from "../keys/recognise.ts";
import { type ActionText, MAX_TEMPLATE, MAX_TITLE } from "./actions.ts";

export type ActionProblem = "noTitle" | "longTitle" | "noSelection" | "longTemplate" | "key";

/** What keeps a text from being a quick action. Actions are stored in the open, so no key may be in one. */
export function checkAction({ title, template }: ActionText): ActionProblem | null {
  if (title.trim() === "") return "noTitle";
  if (title.length > MAX_TITLE) return "longTitle";
  if (!template.includes("{selection}")) return "noSelection";
  if (template.length > MAX_TEMPLATE) return "longTemplate";
  return holdsKey(title) || holdsKey(template) ? "key" : null;
}
