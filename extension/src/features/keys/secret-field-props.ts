/** A key is no password: no browser or password manager is to store, fill in, check or spell it. */
export const SECRET_FIELD_PROPS = {
  autocomplete: "off",
  autocapitalize: "off",
  spellcheck: false,
  "data-1p-ignore": true,
  "data-bwignore": true,
  "data-lpignore": "true",
  "data-form-type": "other",
} as const;
