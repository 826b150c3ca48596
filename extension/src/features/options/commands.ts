// Commands of the browser. The person changes their shortcuts in the browser's own settings.

/** Opens the popup; the browser handles it. */
export const OPEN_POPUP = "_execute_action";
export const OPEN_SIDE_PANEL = "open-side-panel";

/** In the form of the manifest. */
export const COMMANDS = {
  [OPEN_POPUP]: { suggested_key: { default: "Alt+Shift+G" } },
  [OPEN_SIDE_PANEL]: {
    suggested_key: { default: "Alt+Shift+S" },
    description: "__MSG_openSidePanel__",
  },
};
