import { addStyles } from "../../shared/ui/add-styles.ts";
import { applyLastTheme } from "../../shared/ui/theme.ts";
import { mount } from "./mount.tsx";
import styles from "./styles.css?inline";

// Before anything is painted, so that nobody who chose the dark is dazzled.
applyLastTheme();
addStyles(styles);

// The script of every page. Popup and side panel are all in it: each further file would keep them waiting.
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
