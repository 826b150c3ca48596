import { defineConfig } from "wxt";
import { COMMANDS } from "./src/features/options/commands.ts";
import { manifestMessages } from "./src/shared/locales/manifest-messages.ts";

// An extension page may only run its own files and connect to the gateway.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src http://127.0.0.1:*",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

// The public half of the key that fixes the extension's id (hcepiejkdbpcgkglpfcdommfmenjfchp),
// so that the extension has the same origin on every machine.
const PUBLIC_KEY =
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAoK+TXQheOnorJ0L4XYoH7g3qF2qhv3P+aPdAO87NinZxiW6+oUfNr9G96GX23WazX9p5gol0cbsgkWV1qHBeGDtQZBvKpl5FfOsfUYOreLUAgRcf0wiMNu2kovcBEWobkXPFuePL4CS4Rl12KQch85mJifFvh6vZvnjOzrC3e4LyDh43ElyogI6MaHiLV6NX4QHSeJ8a/pfoWMDUZ6tG9DzSezGaHX6g8wcAA67yF+KAc6JkJSiF1j0kWTRf5y6hqhrZ9mDzEQZwPcCDCVImKsAxhhZ7bInza1XiudSACqM3G+RF341vnHnX9Ens7nn04882VANkhuB2EGyS0woYLwIDAQAB";

/** Blocks the first paint until the script has run, which sets the theme. */
const SCRIPT_BEFORE_PAINT = {
  name: "script-before-paint",
  apply: "build" as const,
  transformIndexHtml: {
    order: "post" as const,
    handler(html: string): string {
      const changed = html.replace('<script type="module"', '$& blocking="render"');
      if (changed === html) throw new Error("The page's script has not been found");
      return changed;
    },
  },
};

export default defineConfig({
  srcDir: "src",
  outDir: "dist",
  publicDir: "src/public",
  // No auto-imports: every module names what it imports.
  imports: false,
  webExt: { disabled: true },
  hooks: {
    "build:publicAssets": async (_, files) => {
      files.push(...(await manifestMessages()));
    },
    "vite:build:extendConfig": ([entry], config) => {
      if (
        entry?.type !== "popup" &&
        entry?.type !== "sidepanel" &&
        entry?.type !== "options" &&
        entry?.type !== "unlisted-page"
      )
        return;
      // One script for all pages: one more file would take the browser longer than a larger script.
      const groups = [{ name: "pages", minShareCount: 2 }];
      const { build } = config;
      const output = { ...build?.rolldownOptions?.output, codeSplitting: { groups } };
      config.build = { ...build, rolldownOptions: { ...build?.rolldownOptions, output } };
    },
  },
  // Vite compiles JSX itself, as tsconfig.json says.
  vite: () => ({
    plugins: [SCRIPT_BEFORE_PAINT],
    build: { target: "chrome126", modulePreload: { polyfill: false } },
  }),
  manifest: {
    name: "Gatehouse",
    default_locale: "en",
    description: "__MSG_description__",
    key: PUBLIC_KEY,
    minimum_chrome_version: "126",
    permissions: ["storage", "contextMenus", "sidePanel", "activeTab", "scripting"],
    // Asked for at the first click on Start, which runs the program that starts the gateway.
    optional_permissions: ["nativeMessaging"],
    host_permissions: ["http://127.0.0.1/*"],
    content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY },
    action: { default_title: "Gatehouse" },
    commands: COMMANDS,
    icons: { 16: "icon/16.png", 32: "icon/32.png", 48: "icon/48.png", 128: "icon/128.png" },
  },
});
