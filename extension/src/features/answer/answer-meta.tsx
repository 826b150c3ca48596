import type { Answer, Notice } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { own } from "../../shared/own.ts";
import { usePage } from "../connection/page-context.ts";
import { providerName } from "../models/providers.ts";

function upstream(answer: Answer): string | null {
  const model = answer.upstream_model;
  return model && model !== answer.model ? strings.answer.answeredBy(model) : null;
}

/** Model, tokens, cost and time: what is known of them. */
function facts(answer: Answer): string[] {
  const { usage, cost_usd: cost, timing, attempts } = answer;
  const known = [
    answer.model,
    upstream(answer),
    usage && strings.answer.tokens(usage.input_tokens ?? 0, usage.output_tokens ?? 0),
    cost === null ? null : strings.answer.cost(cost),
    timing?.total_ms == null ? null : strings.answer.time(timing.total_ms),
    attempts > 1 ? strings.answer.attempts(attempts) : null,
  ];
  return known.filter((fact) => fact !== null);
}

function finish({ finish_reason: reason, status }: Answer): string | null {
  if (status === "stopped") return strings.answer.finish.stopped;
  return reason === null || reason === "stop" ? null : strings.answer.finish[reason];
}

export function AnswerMeta({ answer }: { answer: Answer }) {
  const provider = providerName(usePage().state.value, answer.provider);
  const ending = finish(answer);
  /** The gateway's messages are English. They are shown only where the locale has no text for the code. */
  const said = ({ code, message }: Notice) => {
    const { model, upstream_model: upstream } = answer;
    return (upstream && own(strings.answer.notices, code)?.(provider, model, upstream)) || message;
  };
  return (
    <footer class="answer-foot">
      {answer.notices.map((notice) => (
        <p key={notice.code + notice.message}>{said(notice)}</p>
      ))}
      {ending && <p class="answer-ending">{ending}</p>}
      {answer.status !== "failed" && (
        <ul class="answer-meta">
          {facts(answer).map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
    </footer>
  );
}
