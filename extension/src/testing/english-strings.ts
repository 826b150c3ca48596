import { setLanguage } from "../shared/locales/index.ts";

// Pages load the strings of a language before they show anything, and so do tests.
await setLanguage("en");
