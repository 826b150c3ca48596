// Where a provider's bills are paid. The catalogue names no such page; for a provider that is not listed
// here, the page where it issues keys is the nearest.
const BILLING: Readonly<Record<string, string>> = {
  openai: "https://platform.openai.com/settings/organization/billing/overview",
  anthropic: "https://console.anthropic.com/settings/billing",
  gemini: "https://aistudio.google.com/usage",
};

export function billingUrl(provider: string | null, keyUrl: string | null): string | null {
  return (provider === null ? null : BILLING[provider]) ?? keyUrl;
}
