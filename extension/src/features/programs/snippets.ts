/** Code to paste elsewhere, with which a program uses the person's keys by an access token. */
export interface Snippet {
  id: "curl" | "python" | "openai";
  text: string;
}

/**
 * `address` is the gateway's, like http://127.0.0.1:8765. The token consists of letters, digits and _. `provider`
 * is the id of one that the token may use.
 */
export function snippets(address: string, token: string, provider: string): Snippet[] {
  return [
    {
      id: "curl",
      text: [
        `curl ${address}/generate \\`,
        `  -H "Authorization: Bearer ${token}" \\`,
        `  -H "Content-Type: application/json" \\`,
        `  -d '{"prompt": "Hello", "provider": "${provider}"}'`,
      ].join("\n"),
    },
    {
      id: "python",
      text: [
        "import json, urllib.request",
        "",
        "request = urllib.request.Request(",
        `    "${address}/generate",`,
        `    json.dumps({"prompt": "Hello", "provider": "${provider}"}).encode(),`,
        `    {"Authorization": "Bearer ${token}", "Content-Type": "application/json"},`,
        ")",
        `print(json.load(urllib.request.urlopen(request))["text"])`,
      ].join("\n"),
    },
    {
      id: "openai",
      text: [
        "from openai import OpenAI",
        "",
        `client = OpenAI(base_url="${address}/v1", api_key="${token}")`,
        `messages = [{"role": "user", "content": "Hello"}]`,
        `answer = client.chat.completions.create(model="${provider}", messages=messages)`,
        "print(answer.choices[0].message.content)",
      ].join("\n"),
    },
  ];
}
