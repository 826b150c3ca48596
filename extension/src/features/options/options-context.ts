import { requiredContext } from "../../shared/ui/required-context.ts";
import type { Options } from "./options.ts";

export const [OptionsProvider, useOptions] = requiredContext<Options>("options");
