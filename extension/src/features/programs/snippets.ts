import { strings } from "../../shared/locales/index.ts";
import type { Api } from "./apis.ts";

/** Code to paste elsewhere, with which a program uses the person's keys by an access token. */
export interface Snippet {
  id: string;
  label: string;
  text: string;
}

/** What the examples need of a token. Its text consists of letters, digits and _. */
export interface SnippetToken {
  token: string;
  max_cost_usd: number | null;
}

const ANSWER_TOKENS = 1000;

/**
 * With a limit of money the longest answer has to fit into it, so the examples ask for a short one. OpenAI's newer
 * models refuse max_tokens, and other providers do not know the newer name.
 */
function openaiLimit({ provider }: Api, { max_cost_usd }: SnippetToken): string | null {
  if (max_cost_usd === null) return null;
  return provider === "openai" ? "max_completion_tokens" : "max_tokens";
}

function openaiCurl(api: Api, token: SnippetToken): string {
  const name = openaiLimit(api, token);
  const limit = name ? `"${name}": ${ANSWER_TOKENS}, ` : "";
  return [
    `curl ${api.baseUrl}/chat/completions \\`,
    `  -H "Authorization: Bearer ${token.token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"model": "${api.provider}", ${limit}"messages": [{"role": "user", "content": "Hello"}]}'`,
  ].join("\n");
}

function openaiPython(api: Api, token: SnippetToken): string {
  const name = openaiLimit(api, token);
  return [
    "from openai import OpenAI",
    "",
    `client = OpenAI(base_url="${api.baseUrl}", api_key="${token.token}")`,
    "answer = client.chat.completions.create(",
    `    model="${api.provider}",`,
    ...(name ? [`    ${name}=${ANSWER_TOKENS},`] : []),
    `    messages=[{"role": "user", "content": "Hello"}],`,
    ")",
    "print(answer.choices[0].message.content)",
  ].join("\n");
}

function anthropicCurl({ baseUrl, provider }: Api, { token }: SnippetToken): string {
  return [
    `curl ${baseUrl}/v1/messages \\`,
    `  -H "x-api-key: ${token}" \\`,
    `  -H "anthropic-version: 2023-06-01" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"model": "${provider}", "max_tokens": ${ANSWER_TOKENS}, "messages": [{"role": "user", "content": "Hello"}]}'`,
  ].join("\n");
}

function anthropicPython({ baseUrl, provider }: Api, { token }: SnippetToken): string {
  return [
    "from anthropic import Anthropic",
    "",
    `client = Anthropic(base_url="${baseUrl}", api_key="${token}")`,
    "answer = client.messages.create(",
    `    model="${provider}",`,
    `    max_tokens=${ANSWER_TOKENS},`,
    `    messages=[{"role": "user", "content": "Hello"}],`,
    ")",
    "print(answer.content[0].text)",
  ].join("\n");
}

function geminiCurl({ baseUrl, provider }: Api, { token, max_cost_usd }: SnippetToken): string {
  const limit = max_cost_usd === null ? "" : `, "generationConfig": {"maxOutputTokens": ${ANSWER_TOKENS}}`;
  return [
    `curl ${baseUrl}/v1beta/models/${provider}:generateContent \\`,
    `  -H "x-goog-api-key: ${token}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"contents": [{"parts": [{"text": "Hello"}]}]${limit}}'`,
  ].join("\n");
}

function geminiPython({ baseUrl, provider }: Api, { token, max_cost_usd }: SnippetToken): string {
  return [
    "from google import genai",
    "",
    `client = genai.Client(api_key="${token}", http_options={"base_url": "${baseUrl}"})`,
    "answer = client.models.generate_content(",
    `    model="${provider}",`,
    `    contents="Hello",`,
    ...(max_cost_usd === null ? [] : [`    config={"max_output_tokens": ${ANSWER_TOKENS}},`]),
    ")",
    "print(answer.text)",
  ].join("\n");
}

const EXAMPLES = {
  openai: { curl: openaiCurl, python: openaiPython },
  anthropic: { curl: anthropicCurl, python: anthropicPython },
  gemini: { curl: geminiCurl, python: geminiPython },
};

/** The names that each provider's SDK and command-line tools read. */
const VARIABLES = {
  openai: ["OPENAI_BASE_URL", "OPENAI_API_KEY"],
  anthropic: ["ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN"],
  gemini: ["GOOGLE_GEMINI_BASE_URL", "GEMINI_API_KEY"],
} as const;

export function snippets(apis: readonly Api[], token: SnippetToken): Snippet[] {
  const examples = apis.flatMap((api) => [
    { id: `${api.id}-curl`, label: `${api.name} · curl`, text: EXAMPLES[api.id].curl(api, token) },
    { id: `${api.id}-python`, label: `${api.name} · Python`, text: EXAMPLES[api.id].python(api, token) },
  ]);
  const variables = apis.flatMap(({ id, baseUrl }) => {
    const [url, key] = VARIABLES[id];
    return [`export ${url}=${baseUrl}`, `export ${key}=${token.token}`];
  });
  return [
    ...examples,
    { id: "environment", label: strings.programs.environment, text: variables.join("\n") },
  ];
}
