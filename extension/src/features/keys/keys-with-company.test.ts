import { describe, expect, it } from "vitest";
import { keyFor, recogniseKeys } from "./recognise.ts";

const PROVIDERS = [
  { id: "openai", name: "OpenAI", key_prefixes: ["sk-proj-", "sk-svcacct-", "sk-"] },
  { id: "anthropic", name: "Anthropic", key_prefixes: ["sk-ant-api03-", "sk-ant-"] },
  { id: "gemini", name: "Gemini", key_prefixes: ["AIza", "AQ."] },
  { id: "team", name: "Team proxy", key_prefixes: [] },
  { id: "groq", name: "Groq", key_prefixes: ["gsk_"] },
];
const RANDOM = "q8Zt3LrVx0NyKd5GhJm2Pf7WcTe9UoAi4Sk6BbXa1RvC8QwE-_2DnMzH7lYpF5sGjT";
/** In the lengths that the providers' keys have. */
const WHOLE = {
  openai: `sk-proj-${RANDOM}u4Ik3${RANDOM.slice(0, 3)}T3BlbkFJ${RANDOM}e9Xo1${RANDOM.slice(0, 3)}`,
  classic: `sk-${RANDOM.slice(0, 20)}T3BlbkFJ${RANDOM.slice(20, 40)}`,
  anthropic: `sk-ant-api03-${RANDOM}${RANDOM.slice(0, 27)}AA`,
  gemini: `AIzaSy${RANDOM.slice(0, 33)}`,
};
const OPENAI = "sk-proj-q8Zt3LrVx0NyKd5GhJm2Pf7WcTe9UoAi4Sk6";
const ANTHROPIC = "sk-ant-api03-W4cRj7HxTn2MvQy9LpZs5KdF8gBe3UoAi6Xt";
const GEMINI = "AIzaSyB7nQ2wE5rT8yU1iO4pA6sD9fG3hJ0kL5z";
const HEX = "9f86d081884c7d659a2feaa0c55ad015";
const GROQ = "gsk_q8Zt3LrVx0NyKd5GhJm2Pf7W";

const recognise = (text: string) => recogniseKeys(text, PROVIDERS);
const inField = (text: string, provider = "openai") => keyFor(provider, text, PROVIDERS);

/** The text with something between each two characters. */
const between = (text: string, something: string) => [...text].join(something);
const insert = (text: string, at: number, something: string) =>
  text.slice(0, at) + something + text.slice(at);
const wrapped = (text: string, columns: number, eol = "\n") =>
  (text.match(new RegExp(`[^]{1,${columns}}`, "g")) ?? []).join(eol);

/** Around a key, in either of the fields, with nothing else in the text that could be one. */
const COMPANY: [string, (key: string) => string][] = [
  ...["\u200B", "\u200C", "\u200D", "\u200E", "\u200F", "\u2060", "\u2061", "\u2064", "\uFEFF", "\u00AD"]
    .concat([
      "\u202A",
      "\u202C",
      "\u202E",
      "\u2066",
      "\u2069",
      "\u034F",
      "\u061C",
      "\u180E",
      "\uFE0F",
      "\u3164",
    ])
    .concat(["\u{E0020}", "\u{E0101}", "\0", "\u007F", "\u0090"])
    .flatMap((one): [string, (key: string) => string][] => {
      const name = `U+${one.codePointAt(0)?.toString(16)}`;
      return [
        [`${name} around it`, (key) => `${one}${key}${one}`],
        [`${name} within it`, (key) => insert(insert(key, 30, one), 5, one)],
        [`${name} everywhere`, (key) => between(key, one)],
      ];
    }),
  ...["\u00A0", "\u2003", "\u2009", "\u202F", "\u3000", "\u2028", "\u2800", "\t", "\r\n", "\u0085"].map(
    (one): [string, (key: string) => string] => [
      `U+${one.codePointAt(0)?.toString(16)} around it`,
      (key) => `${one}${key}${one}${one}`,
    ],
  ),
  ...[
    '""',
    "''",
    "``",
    "“”",
    "„“",
    "‘’",
    "‚‘",
    "«»",
    "»«",
    "‹›",
    "「」",
    "『』",
    "()",
    "[]",
    "{}",
    "<>",
    "（）",
  ]
    .concat(["【】", "《》", "〈〉", "||", "**", "__", "~~", "＂＂", "´´", "＇＇"])
    .map(([open = "", close = ""]): [string, (key: string) => string] => [
      `${open}${close}`,
      (key) => `${open}${key}${close}`,
    ]),
  ...[
    ".",
    ",",
    ";",
    ":",
    "!",
    "?",
    "。",
    "，",
    "、",
    "；",
    "：",
    "！",
    "？",
    "…",
    "...",
    ".)",
    '."',
    "”.",
    "．",
  ].map((one): [string, (key: string) => string] => [`${one} after it`, (key) => `My key is ${key}${one}`]),
  ["bold", (key) => `**${key}**`],
  ["bold, with underscores", (key) => `__${key}__`],
  ["bold and italic", (key) => `***${key}***`],
  ["highlighted", (key) => `==${key}==`],
  ["struck out", (key) => `~~${key}~~`],
  ["a code span", (key) => `Use \`${key}\`, and keep it.`],
  ["two back-ticks", (key) => `\`\` ${key} \`\``],
  ["a fence", (key) => `\`\`\`bash\n${key}\n\`\`\``],
  ["a fence with a label", (key) => `~~~env\nAPI_KEY=${key}\n~~~`],
  ["a link", (key) => `[${key}](https://platform.example/keys/aB3dE6gH9jK2mN5pQ8sT)`],
  ["a link to itself", (key) => `[${key}](http://${key})`],
  ["a link with a title", (key) => `[my key](https://example.com "${key}")`],
  ["angle brackets", (key) => `<${key}>`],
  ["HTML", (key) => `<p class="key"><code>${key}</code></p>`],
  ["a bullet", (key) => `- ${key}`],
  ["a bullet without a blank", (key) => `-${key}`],
  ["another bullet", (key) => `• ${key}`],
  ["a star", (key) => `* ${key}`],
  ["a number", (key) => `1. ${key}\n2. later`],
  ["a task", (key) => `- [x] ${key}`],
  ["a quotation", (key) => `> ${key}`],
  ["a quotation within one", (key) => `> > ${key}\n> > Cheers`],
  ["a heading", (key) => `### ${key} ###`],
  ["a table", (key) => `| name | key |\n|------|-----|\n| work | ${key} |`],
  ["a narrow table", (key) => `|work|${key}|`],
  ["escaped Markdown", (key) => key.replace(/[-_]/g, "\\$&")],
  ["a sentence", (key) => `My key is ${key}.`],
  ["a sentence before the next", (key) => `It is ${key}. Please keep it.`],
  ["Chinese", (key) => `我的密钥是${key}，请保密。`],
  ["a Chinese label", (key) => `密钥：${key}`],
  ["Japanese", (key) => `キーは${key}です。`],
  ["Korean", (key) => `키는 ${key}입니다.`],
  ["Arabic", (key) => `المفتاح ${key}، شكرا`],
  ["German", (key) => `Schlüssel: „${key}“`],
  ["French", (key) => `Ma clé : « ${key} »`],
  ["a variable", (key) => `OPENAI_API_KEY=${key}`],
  ["an exported variable", (key) => `export OPENAI_API_KEY="${key}"`],
  ["a variable with blanks", (key) => `OPENAI_API_KEY = '${key}' # 2024-05-01`],
  ["a variable of the Windows shell", (key) => `set OPENAI_API_KEY=${key}`],
  ["a variable of PowerShell", (key) => `$env:OPENAI_API_KEY = "${key}"`],
  ["a variable of fish", (key) => `set -gx OPENAI_API_KEY ${key}`],
  ["a prompt of the shell", (key) => `$ echo $OPENAI_API_KEY\n${key}\n$ `],
  ["a label", (key) => `openai: ${key}`],
  ["a label in bold", (key) => `**Key:** ${key}`],
  ["a label without a blank", (key) => `key:${key}`],
  ["a label above it", (key) => `OpenAI\n${key}\n\nAda`],
  ["JSON", (key) => `{"openai": "${key}", "model": "gpt-4o-mini-2024-07-18"}`],
  ["JSON in a shell", (key) => `"{\\"api_key\\": \\"${key}\\"}"`],
  ["JSON over lines", (key) => `{\n  "openai": {\n    "apiKey": "${key}",\n    "version": 1\n  }\n}`],
  ["YAML", (key) => `openai:\n  api_key: ${key}\n  model: gpt-4.1-mini-2025-04-14\n`],
  ["TOML", (key) => `[providers.openai]\napi_key = "${key}"\nmax_tokens = 4096`],
  ["INI", (key) => `[openai]\nkey=${key}\nretries=3`],
  ["a header", (key) => `Authorization: Bearer ${key}`],
  ["another header", (key) => `x-api-key: ${key}`],
  ["Python", (key) => `client = OpenAI(api_key="${key}", timeout=20)`],
  ["JavaScript", (key) => `const client = new OpenAI({ apiKey: '${key}' });`],
  ["an option", (key) => `--api-key=${key} --model gpt-4o`],
  ["an option with a blank", (key) => `tool --api-key ${key} --model gpt-4o`],
  ["a user of curl", (key) => `curl -u ${key}: https://api.example/v1/charges`],
  [
    "curl",
    (key) =>
      `curl https://api.openai.com/v1/chat/completions \\\n  -H "Content-Type: application/json" \\\n` +
      `  -H "Authorization: Bearer ${key}" \\\n  -d '{"model": "claude-3-5-sonnet-20241022", "max_tokens": 1024}'`,
  ],
  ["an address", (key) => `https://api.example/v1beta/models/x1y2z3a4b5c6d7e8f9g0h1:list?key=${key}&alt=sse`],
  ["a user in an address", (key) => `https://user:${key}@api.example/v1`],
  [
    "full-width letters",
    (key) => key.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)),
  ],
  ["full-width hyphens", (key) => key.replace(/-(?!$)/g, "－")],
  ["hyphens that do not break", (key) => key.replaceAll("-", "\u2011")],
  ["colours of a terminal", (key) => `\u001b[1;32m${key}\u001b[0m`],
  ["a frame of a terminal", (key) => `╭────╮\n│ ${key} │\n╰────╯`],
  ["the end of a line in zsh", (key) => `${key}%`],
  ["a string with line breaks", (key) => `"key:\\n${key}\\n"`],
  ["a mail", (key) => `Hi Ada,\n\nhere is the key:\n\n${key}\n\nBest regards,\nGrace`],
  ["a mail without blank lines", (key) => `Hi Ada, here it is:\n${key}\nBest regards`],
];

describe("a key", () => {
  it.each(COMPANY)("is found with company: %s", (_, wrap) => {
    for (const key of [OPENAI, WHOLE.openai, WHOLE.classic, `${OPENAI}-`, `${OPENAI}_`, `${OPENAI}=`]) {
      expect(recognise(wrap(key))).toEqual({ keys: [{ key, provider: "openai" }], unclear: false });
      expect(inField(wrap(key))).toBe(key);
    }
    for (const [key, provider] of [
      [ANTHROPIC, "anthropic"],
      [WHOLE.gemini, "gemini"],
      [GROQ, "groq"],
    ] as const) {
      expect(recognise(wrap(key)).keys.map((one) => one.key)).toEqual([key]);
      expect(inField(wrap(key), provider)).toBe(key);
    }
  });
});

describe("a key that was broken", () => {
  const ALL = [...Object.values(WHOLE), OPENAI, ANTHROPIC];

  it.each([
    ["by a terminal", (key: string) => wrapped(key, 80)],
    ["by a narrow terminal", (key: string) => wrapped(key, 40)],
    ["behind its label", (key: string) => wrapped(`OPENAI_API_KEY=${key}`, 72)],
    ["by Windows", (key: string) => wrapped(key, 60, "\r\n")],
    ["in a quotation", (key: string) => `> ${wrapped(key, 60, "\n> ")}`],
    ["with an indent", (key: string) => wrapped(key, 60, "\n    ")],
    ["in a frame", (key: string) => `│ ${wrapped(key, 60, " │\n│ ")} │`],
    ["by the shell's backslash", (key: string) => wrapped(key, 60, "\\\n")],
    ["in quotes", (key: string) => `"${wrapped(key, 60)}"`],
    ["in a sentence", (key: string) => `My key is ${wrapped(key, 60)}. Keep it.`],
    ["in a Chinese sentence", (key: string) => `密钥是${wrapped(key, 60)}，请保密。`],
    ["by a blank", (key: string) => insert(key, key.length - 15, " ")],
    ["by one that does not break", (key: string) => insert(key, key.length - 15, "\u00A0")],
    ["by a line separator", (key: string) => insert(key, key.length - 15, "\u2028")],
    ["near its end", (key: string) => insert(key, key.length - 9, "\n")],
    ["in its prefix", (key: string) => insert(key, 4, "\n")],
    ["behind its prefix", (key: string) => insert(key, 10, "\n")],
  ])("%s is put together", (_, broken) => {
    for (const key of ALL) {
      expect(recognise(broken(key))).toMatchObject({ keys: [{ key }], unclear: false });
      expect(inField(broken(key))).toBe(key);
    }
  });

  it.each(["\n", "\n\n", "\t", "\r\n", " ", "\\\n", "=\n", "=\r\n", "\n> "])(
    "anywhere by %j, if it is a whole one",
    (gap) => {
      for (const key of Object.values(WHOLE)) {
        for (let at = 4; at < key.length; at++) {
          const text = insert(key, at, gap);
          if (gap.startsWith("=") || !/^[A-Z]?[a-z]*$/.test(key.slice(0, at)))
            expect(inField(text)).toBe(key);
        }
      }
    },
  );

  it("is not put together with what only stands behind it", () => {
    for (const key of [...ALL, GROQ]) {
      for (const next of [
        "Thanks!",
        "OpenAI",
        "DeepSeek",
        "API_KEY",
        "2024-05-01",
        "# comment",
        "(v2)",
        HEX,
      ]) {
        for (const gap of ["\n", " "]) {
          const [first] = recognise(`${key}${gap}${next}`).keys;
          expect(first?.key).toBe(key);
        }
      }
    }
  });
});

describe("several keys", () => {
  const THREE = [
    { key: OPENAI, provider: "openai" },
    { key: ANTHROPIC, provider: "anthropic" },
    { key: GEMINI, provider: "gemini" },
  ];

  it.each([
    `${OPENAI}\n${ANTHROPIC}\n${GEMINI}`,
    `${OPENAI} ${ANTHROPIC} ${GEMINI}`,
    `${OPENAI},${ANTHROPIC};${GEMINI}`,
    `${OPENAI}/${ANTHROPIC}/${GEMINI}`,
    `OpenAI\n${OPENAI}\nAnthropic\n${ANTHROPIC}\nGemini\n${GEMINI}`,
    `OpenAI: ${OPENAI}\nClaude: ${ANTHROPIC}\nGemini: ${GEMINI}.`,
    `1. ${OPENAI}\n2. ${ANTHROPIC}\n3. ${GEMINI}`,
    `1) ${OPENAI}\n2) ${ANTHROPIC}\n3) ${GEMINI}`,
    `KEY1 = ${OPENAI}\nKEY2 = ${ANTHROPIC}\nKEY3 = ${GEMINI}`,
    `KEY1="${OPENAI}"\nKEY2="${ANTHROPIC}"\nKEY3="${GEMINI}"`,
    `| OpenAI | ${OPENAI} |\n| Anthropic | ${ANTHROPIC} |\n| Gemini | ${GEMINI} |`,
    `{"openai":"${OPENAI}","anthropic":"${ANTHROPIC}","gemini":"${GEMINI}"}`,
    `[providers.openai]\nkey = "${OPENAI}"\n[providers.anthropic]\nkey = "${ANTHROPIC}"\n[providers.gemini]\nkey = "${GEMINI}"`,
    `OpenAI\t${OPENAI}\t2024\nAnthropic\t${ANTHROPIC}\t2024\nGemini\t${GEMINI}\t2024`,
    `**${OPENAI}** and \`${ANTHROPIC}\` and "${GEMINI}".`,
  ])("are all found in %j", (text) => {
    expect(recognise(text)).toEqual({ keys: THREE, unclear: false });
    for (const { key, provider } of THREE) expect(inField(text, provider)).toBe(key);
    expect(inField(text, "team")).toBeNull();
  });

  it("of one provider are the person's to choose from", () => {
    const text = `work: ${OPENAI}\nprivate: ${WHOLE.classic}`;
    expect(recognise(text).keys).toEqual([
      { key: OPENAI, provider: null },
      { key: WHOLE.classic, provider: null },
    ]);
    expect(inField(text)).toBeNull();
  });

  it("go by their labels where their forms tell nothing", () => {
    expect(recognise(`openai:\n  key: ${OPENAI}\nteam:\n  key: ${HEX}`).keys).toEqual([
      { key: OPENAI, provider: "openai" },
      { key: HEX, provider: "team" },
    ]);
  });

  it("are nobody's where label and form disagree, or the label is of something else", () => {
    expect(recognise(`TEAM_KEY=${WHOLE.classic}`).keys).toEqual([{ key: WHOLE.classic, provider: null }]);
    const organisation = "org-q8Zt3LrVx0NyKd5GhJm2Pf7W";
    expect(recognise(`OPENAI_ORG_ID=${organisation}\nOPENAI_API_KEY=${OPENAI}`).keys).toEqual([
      { key: organisation, provider: null },
      { key: OPENAI, provider: "openai" },
    ]);
  });
});

describe("a key that is not clear", () => {
  it.each([
    ["a dash that may stand for two hyphens", insert(OPENAI, 20, "–")],
    ["a letter that only looks like one", insert(OPENAI, 20, "а")],
    ["a letter with an accent", insert(OPENAI, 20, "é")],
    ["a part that is hidden by stars", `${OPENAI.slice(0, 20)}****WXYZ`],
    ["a part that is hidden by dots", `${OPENAI.slice(0, 20)}•••••WXYZ`],
    ["a part that is left out", `${OPENAI.slice(0, 20)}…WXYZ12345`],
    ["a part that is left out, in three dots", `${OPENAI}...WXYZ`],
    ["an address's code of a character", `${OPENAI}%3Dabc`],
    ["a piece that may belong to it", `${OPENAI}\nx7`],
    ["a piece that may be the name of a model", `${OPENAI} gpt-4o`],
    ["a key of its own in the next line, or its end", `${GROQ}\n${OPENAI.slice(8)}`],
    ["another key directly behind it", `${OPENAI}${ANTHROPIC}`],
    ["another key behind it, with nothing to be seen between", `${OPENAI}\u200B${GEMINI}`],
    ["a word behind its full stop", `Use ${OPENAI}.Then go on`],
  ])("for %s is not guessed", (_, text) => {
    expect(recognise(text).unclear).toBe(true);
    expect(inField(text)).toBeNull();
  });

  it("leaves the others as they are", () => {
    expect(recognise(`${insert(OPENAI, 20, "–")}\n\n${GEMINI}`)).toEqual({
      keys: [{ key: GEMINI, provider: "gemini" }],
      unclear: true,
    });
  });
});

describe("the field of one provider", () => {
  it.each([
    ...Object.values(WHOLE),
    OPENAI,
    `${OPENAI}-`,
    `${OPENAI}_`,
    `${OPENAI}==`,
    `${OPENAI}.prod`,
    GROQ,
    HEX,
    "q8Zt3LrVx0NyKd5GhJm2Pf7W/+A=",
    "_q8Zt3LrVx0NyKd5GhJm2Pf7W_",
    "-q8Zt3LrVx0NyKd5GhJm2Pf7W-",
    "0b7f1c3e-8a2d-4f6b-9c1e-5d7a3f2b8c4e:9f86d081884c7d659a2feaa0c55ad015",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
    "onlylettersandnodigitsatall",
    "12345678901234567890",
    "with!strange$signs&in^it@20",
  ])("takes %s as it is", (key) => {
    for (const { id } of PROVIDERS) expect(inField(key, id)).toBe(key);
    expect(inField(` ${key}\n`, "team")).toBe(key);
  });

  it("takes a key of unknown form out of its company", () => {
    expect(inField(`"${HEX}"`, "team")).toBe(HEX);
    expect(inField(`TEAM_API_KEY=${HEX}`, "team")).toBe(HEX);
    expect(inField(`The key of the team is ${between(HEX, "\u200B")}.`, "team")).toBe(HEX);
    expect(inField("“onlylettersandnodigitsatall”.", "team")).toBe("onlylettersandnodigitsatall");
  });

  it("leaves what is no key to the gateway, which says why", () => {
    for (const text of ["not a key", "sk-short", "sk-…WXYZ"]) expect(inField(text)).toBe(text);
  });
});

it("reads a long text that contains no key in no time", () => {
  for (const one of [
    "a",
    "A1",
    "－",
    "sk-",
    "=",
    "_",
    "a.b ",
    "https://x/",
    "\n> ",
    "aA",
    "sk-proj-a1B \n",
  ]) {
    const began = performance.now();
    recognise(one.repeat(60_000 / one.length));
    expect(performance.now() - began, one).toBeLessThan(500);
  }
});
