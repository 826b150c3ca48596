import { addStyles } from "../../shared/ui/add-styles.ts";
import { applyLastTheme } from "../../shared/ui/theme.ts";
import { mount } from "./mount.tsx";
import styles from "./styles.css?inline";

// Before the first paint, to avoid a flash of the light theme.
applyLastTheme();
addStyles(styles);

// The script of every page. Popup and side panel are in this one file, because each further file would delay them.
switch (document.documentElement.dataset.page) {
  case "popup":
    void mount("popup");
    break;
  case "sidepanel":
    void mount("panel");
    break;
  case "options":
    void import("../options/mount-options.tsx").then(({ mountOptions }) => mountOptions());
    break;
  case "compare":
    void import("../compare/mount-compare.tsx").then(({ mountCompare }) => mountCompare());
    break;
}
