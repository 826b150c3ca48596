import { speak } from "../shared/locales/index.ts";

// Tests read the words as pages do, which speak a language before they show anything.
await speak("en");
