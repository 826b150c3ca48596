import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { writeAnswer } from "../features/page/in-page/write-answer.ts";
import type { InPage } from "../features/page/insert-into-page.ts";

/** Runs in a page when the person wants an answer there, in the extension's isolated world. */
export default defineUnlistedScript(() => {
  (globalThis as InPage).gatehouseWriteAnswer = writeAnswer;
});
