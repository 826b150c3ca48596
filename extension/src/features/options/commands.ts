// Commands of the whole browser. The person changes their keys where the browser keeps all shortcuts.

/** Opens the popup; the browser does it by itself. */
export const OPEN_POPUP = "_execute_action";
export const OPEN_SIDE_PANEL = "open-side-panel";

/** As the manifest wants them. */
export const COMMANDS = {
  [OPEN_POPUP]: { suggested_key: { default: "Alt+Shift+G" } },
  [OPEN_SIDE_PANEL]: {
    suggested_key: { default: "Alt+Shift+S" },
    description: "__MSG_openSidePanel__",
  },
};
