import { version } from "../../../package.json";

/** The HTTP contract's version that this extension speaks; gateway/__init__.py carries the same number. */
const CONTRACT = 1;

/** Sent with each call. Where the versions do not fit, the gateway's error says which side is older. */
export const INTRODUCTION = { "X-Gatehouse-Extension": `${version}; contract=${CONTRACT}` };
