/** A key is no password: browsers and password managers must not store, fill in or spell-check it. */
export const SECRET_FIELD_PROPS = {
  autocomplete: "off",
  autocapitalize: "off",
  spellcheck: false,
  "data-1p-ignore": true,
  "data-bwignore": true,
  "data-lpignore": "true",
  "data-form-type": "other",
} as const;
