import { requiredContext } from "../../shared/ui/required-context.ts";
import type { Page } from "../connection/page-context.ts";
import type { Compare } from "./compare.ts";
import type { PromptActions } from "./prompt.ts";

/** What the components of the compare page need of it. */
export interface ComparePage extends Page {
  compare: Compare;
  prompt: Pick<PromptActions, "write">;
}

export const [CompareProvider, useComparePage] = requiredContext<ComparePage>("compare");
