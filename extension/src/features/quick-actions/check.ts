import { holdsKey } from "../keys/recognise.ts";
import { type ActionText, MAX_TEMPLATE, MAX_TITLE } from "./actions.ts";

export type ActionProblem = "noTitle" | "longTitle" | "noSelection" | "longTemplate" | "key";

/** Why a text cannot be a quick action. Actions are stored unencrypted, so none may contain a key. */
export function checkAction({ title, template }: ActionText): ActionProblem | null {
  if (title.trim() === "") return "noTitle";
  if (title.length > MAX_TITLE) return "longTitle";
  if (!template.includes("{selection}")) return "noSelection";
  if (template.length > MAX_TEMPLATE) return "longTemplate";
  return holdsKey(title) || holdsKey(template) ? "key" : null;
}
