/** In characters, as the gateway has it. */
export const SHORTEST_KEY = 20;
export const LONGEST_KEY = 512;

// The providers do not document how long their keys are, but scanners for leaked keys know it. A key of another
// length is as good: these forms only tell whether a key that was broken into pieces has all of them.

const KEYS = [
  /^sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}$/,
  /^sk-[a-z]+-(?:[\w-]{20}T3BlbkFJ[\w-]{20}|[\w-]{58}T3BlbkFJ[\w-]{58}|[\w-]{74}T3BlbkFJ[\w-]{74})$/,
  /^sk-ant-[a-z]+\d\d-[\w-]{93}AA$/,
  /^AIza[\w-]{35}$/,
];

/** Whether it has the form of a whole key. */
export function isWhole(key: string): boolean {
  return KEYS.some((form) => form.test(key));
}

/** Whether all keys that begin like this have one of those forms. */
export function hasKnownForm(key: string): boolean {
  return /^(?:sk-|AIza)/.test(key);
}
