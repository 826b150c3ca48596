// Numbers, money and times in the format of a locale.

export function formatNumber(locale: string, value: number): string {
  return new Intl.NumberFormat(locale).format(value);
}

/** An answer costs fractions of a cent, where two significant digits tell more than two decimals. */
export function formatCost(locale: string, dollars: number): string {
  const tiny = dollars > 0 && dollars < 0.1;
  return new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    ...(tiny ? { maximumSignificantDigits: 2 } : {}),
  }).format(dollars);
}

export function formatSeconds(locale: string, milliseconds: number, decimals: 0 | 1 = 1): string {
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "second",
    unitDisplay: "narrow",
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  }).format(milliseconds / 1000);
}

export function formatMegabytes(locale: string, megabytes: number): string {
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: "megabyte",
    maximumFractionDigits: 1,
  }).format(megabytes);
}

export function formatList(locale: string, items: readonly string[]): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
}

/** The time of day, with the date unless it is today. Both in milliseconds since the epoch. */
export function formatMoment(locale: string, moment: number, now: number): string {
  const sameDay = new Date(moment).toDateString() === new Date(now).toDateString();
  return new Intl.DateTimeFormat(locale, {
    timeStyle: "short",
    ...(sameDay ? {} : { dateStyle: "medium" }),
  }).format(moment);
}

export function plural(
  locale: string,
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string },
): string {
  const form = forms[new Intl.PluralRules(locale).select(count)] ?? forms.other;
  return form.replace("#", formatNumber(locale, count));
}

/** The name of a language (a tag such as `de` or `zh-Hans`). */
export function languageName(locale: string, tag: string): string {
  return new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
}
