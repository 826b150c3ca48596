import type { Strings } from "../../shared/locales/strings.ts";

/** The built-in actions, in the order of the menu. To add one: its id here, its texts in each locale. */
const BUILT_IN = ["summarise", "explain", "translate", "improve", "fix-grammar"] as const;

export const MAX_ACTIONS = 30;
export const MAX_TITLE = 60;
export const MAX_TEMPLATE = 4_000;

/** The texts of an action: the person's own, or those of the locale. */
export interface ActionText {
  title: string;
  template: string;
}

/** A stored quick action. Of a built-in one only the person's changes, so that the rest follows the language. */
export interface StoredAction extends Partial<ActionText> {
  id: string;
  enabled: boolean;
}

export interface QuickAction extends ActionText {
  id: string;
  enabled: boolean;
}

export const DEFAULT_ACTIONS: readonly StoredAction[] = BUILT_IN.map((id) => ({ id, enabled: true }));

const OWN_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function builtInText(id: string, strings: Strings): ActionText | null {
  const found = BUILT_IN.find((one) => one === id);
  return found === undefined ? null : strings.actions.builtIn[found];
}

function textWithin(value: unknown, longest: number): string | undefined {
  return typeof value === "string" && value.trim() !== "" && value.length <= longest ? value : undefined;
}

function readAction(value: unknown): StoredAction | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, enabled, title, template } = value as Record<string, unknown>;
  if (typeof id !== "string") return null;
  const action: StoredAction = { id, enabled: enabled !== false };
  const ownTitle = textWithin(title, MAX_TITLE);
  const ownTemplate = textWithin(template, MAX_TEMPLATE);
  if (ownTitle !== undefined) action.title = ownTitle;
  if (ownTemplate !== undefined) action.template = ownTemplate;
  if (BUILT_IN.some((one) => one === id)) return action;
  // The id is also the id of the menu item, so it must not be that of another one.
  return OWN_ID.test(id) && ownTitle && ownTemplate ? action : null;
}

/** The actions in a stored value. An invalid one is left out, and is no error. */
export function readActions(value: unknown): readonly StoredAction[] {
  if (!Array.isArray(value)) return DEFAULT_ACTIONS;
  const found = new Map<string, StoredAction>();
  for (const one of value.slice(0, MAX_ACTIONS)) {
    const action = readAction(one);
    if (action && !found.has(action.id)) found.set(action.id, action);
  }
  return [...found.values()];
}

/** The actions with all their texts. */
export function quickActions(stored: readonly StoredAction[], strings: Strings): QuickAction[] {
  return stored.map((action) => ({ title: "", template: "", ...builtInText(action.id, strings), ...action }));
}

/** The action to be stored after the person has edited it. */
export function withText(action: StoredAction, text: ActionText, strings: Strings): StoredAction {
  const builtIn = builtInText(action.id, strings);
  const { id, enabled } = action;
  return {
    id,
    enabled,
    ...(text.title === builtIn?.title ? {} : { title: text.title }),
    ...(text.template === builtIn?.template ? {} : { template: text.template }),
  };
}
