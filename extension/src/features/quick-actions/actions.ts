import type { Strings } from "../../shared/locales/strings.ts";

/** What we bring along, in the order in which the menu shows it. */
const BUILT_IN = ["summarise", "explain", "translate", "improve", "fix-grammar"] as const;

export const MAX_ACTIONS = 30;
export const MAX_TITLE = 60;
export const MAX_TEMPLATE = 4_000;

/** What an action says, by the person's words or by ours. */
export interface ActionText {
  title: string;
  template: string;
}

/** A quick action as it is kept: of ours only what the person changed, so that the rest follows the language. */
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
  // An id becomes a menu item's: none may take the place of another.
  return OWN_ID.test(id) && ownTitle && ownTemplate ? action : null;
}

/** The actions out of whatever is stored. What makes no sense is left out, never an error. */
export function readActions(value: unknown): readonly StoredAction[] {
  if (!Array.isArray(value)) return DEFAULT_ACTIONS;
  const found = new Map<string, StoredAction>();
  for (const one of value.slice(0, MAX_ACTIONS)) {
    const action = readAction(one);
    if (action && !found.has(action.id)) found.set(action.id, action);
  }
  return [...found.values()];
}

/** The actions with all their words. */
export function quickActions(stored: readonly StoredAction[], strings: Strings): QuickAction[] {
  return stored.map((action) => ({ title: "", template: "", ...builtInText(action.id, strings), ...action }));
}

/** The action to be stored after the person has edited it. */
export function withText(action: StoredAction, text: ActionText, strings: Strings): StoredAction {
  const ours = builtInText(action.id, strings);
  const { id, enabled } = action;
  return {
    id,
    enabled,
    ...(text.title === ours?.title ? {} : { title: text.title }),
    ...(text.template === ours?.template ? {} : { template: text.template }),
  };
}
