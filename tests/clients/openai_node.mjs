// OpenAI's own SDK for Node against the gateway at OPENAI_BASE_URL, with the token OPENAI_API_KEY.
// Writes what it saw as one line of JSON.

import OpenAI from "openai";

const client = new OpenAI();
const hi = [{ role: "user", content: "[[sandbox: echo]] Grüße, 你好 🦊" }];

async function whatItThrows(body, options) {
  try {
    const answer = await client.chat.completions.create(body, options);
    if (body.stream) for await (const _ of answer);
    return null;
  } catch (error) {
    const { status, code, param, type } = error;
    return { name: error.constructor.name, status, code, param, type };
  }
}

async function passed() {
  const { TASK, RETURNED, ARGUMENTS } = process.env;
  const returned = JSON.parse(RETURNED);
  const model = "openai/gpt-4.1";
  const calls = [];
  const tools = Object.entries(JSON.parse(ARGUMENTS)).map(([name, parameters]) => ({
    type: "function",
    function: {
      name,
      parameters,
      parse: JSON.parse,
      function: (input) => (calls.push([name, ...Object.values(input)]), returned[name]),
    },
  }));
  const runner = client.chat.completions.runTools({
    model,
    messages: [{ role: "user", content: TASK }],
    tools,
    stream: true,
  });
  const done = await runner.finalContent();

  const first = await client.responses.create({ model, input: "hi" });
  const events = [];
  const asked = { model, input: "[[sandbox: echo]] and?", previous_response_id: first.id };
  for await (const event of await client.responses.create({ ...asked, stream: true })) events.push(event);

  const made = await client.embeddings.create({ model: "text-embedding-3-small", input: ["one", "two"] });
  return { calls, done, events, embeddings: made.data.map((one) => one.embedding.length) };
}

async function leave(body) {
  const leaving = new AbortController();
  const stream = await client.chat.completions.create(body, { signal: leaving.signal });
  for await (const chunk of stream) if (chunk.choices[0].delta.content) leaving.abort();
  return true;
}

const saying = (content, more) => ({ model: "gpt-4", messages: [{ role: "user", content }], ...more });

const models = [];
for await (const model of client.models.list()) models.push(model.id);

const whole = await client.chat.completions.create({ model: "claude-3.5-sonnet", messages: hi });

const chunks = [];
for await (const chunk of await client.chat.completions.create({
  model: "gemini",
  messages: hi,
  stream: true,
  stream_options: { include_usage: true },
})) chunks.push(chunk);

const helped = await client.chat.completions.stream({ model: "gpt-4", messages: hi }).finalContent();

const errors = {
  badKey: await whatItThrows(saying("[[sandbox: bad_key]] hi")),
  translatedBadKey: await whatItThrows(saying("[[sandbox: bad_key]] hi", { model: "anthropic" })),
  noQuota: await whatItThrows(saying("[[sandbox: no_quota]] hi")),
  tooLong: await whatItThrows(saying("[[sandbox: context_too_long]] hi")),
  refused: await whatItThrows(saying("hi", { model: "anthropic", seed: 1 })),
  model: await whatItThrows(saying("hi", { model: "gpt-2" })),
  midway: await whatItThrows(saying("[[sandbox: error_midway]] hi", { model: "anthropic", stream: true })),
  stranger: await whatItThrows(saying("hi"), { headers: { Authorization: "Bearer gtw_forged" } }),
};

const all = await passed();
const left = await leave(saying("[[sandbox: hang_midway]] hi", { model: "openai/gpt-4.1", stream: true }));

console.log(JSON.stringify({ models, whole, chunks, helped, errors, left, passed: all }));
