import { strings } from "../../shared/locales/index.ts";
import { answerOf } from "../conversation/answer-of.ts";
import { type Conversation, shownVersion, type Turn } from "../conversation/conversation.ts";

export interface MarkdownFile {
  name: string;
  text: string;
}

const LONGEST_NAME = 60;
const FENCE = /^ {0,3}(`{3,}|~{3,})/gm;

/** Closes a code block that a cut answer has left open, and that would include everything after it. */
function closed(text: string): string {
  const fences = [...text.matchAll(FENCE)];
  return fences.length % 2 === 1 ? `${text}\n${fences.at(-1)?.[1] ?? ""}` : text;
}

function quoted(text: string): string {
  return text.replace(/^/gm, "> ");
}

function exportedTurn(turn: Turn, nameOf: (provider: string) => string): string[] {
  const version = shownVersion(turn);
  const text = answerOf(version)?.text;
  const model = answerOf(version)?.upstream_model ?? version.model;
  const parts = [`**${strings.conversation.you}**`];
  if (turn.prompt) parts.push(quoted(turn.prompt.trim()));
  parts.push(`**${strings.composer.option(nameOf(version.provider), model)}**`);
  parts.push(text ? closed(text.trim()) : `*${strings.conversation.noAnswer}*`);
  return parts;
}

/** A name that is valid in every file system, in the script of the prompt. */
function fileName(title: string, day: string): string {
  const letters = [...title.toLowerCase().replace(/[^\p{L}\p{M}\p{N}]+/gu, "-")];
  const slug = letters
    .slice(0, LONGEST_NAME)
    .join("")
    .replace(/^-+|-+$/g, "");
  return `${["gatehouse", day, slug].filter(Boolean).join("-")}.md`;
}

/** A conversation as a Markdown file, with the version of each answer that is shown. */
export function exportedConversation(
  conversation: Conversation,
  title: string,
  nameOf: (provider: string) => string,
): MarkdownFile {
  const day = new Date(conversation.startedAt).toISOString().slice(0, 10);
  const turns = conversation.turns.map((turn) => exportedTurn(turn, nameOf).join("\n\n"));
  const head = `# ${title || strings.history.untitled}\n\n*${strings.history.exportedFrom(conversation.startedAt)}*`;
  return { name: fileName(title, day), text: `${[head, ...turns].join("\n\n---\n\n")}\n` };
}
