// The AI SDK for Node against the gateway at BASE_URL, with the token TOKEN: each provider by its own
// package. Writes what it saw as one line of JSON.

import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { embedMany, generateText, Output, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";

const { BASE_URL, TOKEN, TASK, RETURNED } = process.env;
const returned = JSON.parse(RETURNED);

const openai = createOpenAI({ baseURL: `${BASE_URL}/v1`, apiKey: TOKEN });
const anthropic = createAnthropic({ baseURL: `${BASE_URL}/v1`, apiKey: TOKEN });
const bearer = createAnthropic({ baseURL: `${BASE_URL}/v1`, authToken: TOKEN });
const google = createGoogleGenerativeAI({ baseURL: `${BASE_URL}/v1beta`, apiKey: TOKEN });

const models = {
  responses: openai("gpt-4.1"),
  "responses of Claude": openai("claude-sonnet-4-6"),
  chat: openai.chat("gpt-4.1"),
  anthropic: anthropic("claude-sonnet-4-6"),
  bearer: bearer("claude-sonnet-4-6"),
  google: google("gemini-2.5-pro"),
};

function filesWith(calls) {
  const path = z.string();
  const record = (name) => (input) => {
    calls.push([name, ...Object.values(input)]);
    return returned[name];
  };
  return {
    read_file: tool({ inputSchema: z.object({ path }), execute: record("read_file") }),
    edit: tool({ inputSchema: z.object({ path, text: z.string() }), execute: record("edit") }),
  };
}

async function whatItThrows(model) {
  try {
    await generateText({ model, prompt: "[[sandbox: bad_key]] hi", maxRetries: 0 });
    return null;
  } catch ({ statusCode, message }) {
    return { statusCode, message };
  }
}

async function trying(model) {
  const calls = [];
  const asked = { model, prompt: TASK, stopWhen: stepCountIs(5) };
  const { text: done } = await generateText({ ...asked, tools: filesWith(calls) });

  const streamedCalls = [];
  const stream = streamText({ ...asked, tools: filesWith(streamedCalls) });
  const pieces = [];
  for await (const piece of stream.textStream) pieces.push(piece);

  const { output } = await generateText({
    model,
    prompt: "Which city?",
    output: Output.object({ schema: z.object({ name: z.string(), people: z.number() }) }),
  });
  const { totalTokens } = await stream.totalUsage;
  const error = await whatItThrows(model);
  return { calls, done, streamedCalls, streamed: pieces.join(""), pieces: pieces.length, output, totalTokens, error };
}

const saw = {};
for (const [name, model] of Object.entries(models)) saw[name] = await trying(model);

const embeddings = {};
for (const [name, model] of Object.entries({
  openai: openai.textEmbeddingModel("text-embedding-3-small"),
  google: google.textEmbeddingModel("gemini-embedding-001"),
})) {
  const made = await embedMany({ model, values: ["one", "two"] });
  embeddings[name] = made.embeddings.map((one) => one.length);
}

console.log(JSON.stringify({ saw, embeddings }));
