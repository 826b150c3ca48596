import { version } from "../../../package.json";

/** The HTTP contract's version that this extension speaks; gateway/__init__.py carries the same number. */
const CONTRACT = 1;

/** What the extension tells the gateway of itself with each call; where they do not fit, it says who is older. */
export const INTRODUCTION = { "X-Gatehouse-Extension": `${version}; contract=${CONTRACT}` };
