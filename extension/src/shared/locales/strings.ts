import type { en } from "./en.ts";

type Loose<T> = T extends (...given: infer Given) => string
  ? (...given: Given) => string
  : T extends string
    ? string
    : { readonly [Key in keyof T]: Loose<T[Key]> };

/** What every locale must have: a missing text does not compile. */
export type Strings = Loose<typeof en>;
