import type { Answer } from "../gateway/types.ts";
import { words } from "../locales/index.ts";

function upstream(answer: Answer): string | null {
  const model = answer.upstream_model;
  return model && model !== answer.model ? words.answer.answeredBy(model) : null;
}

/** Model, tokens, cost and time: what is known of them. */
function facts(answer: Answer): string[] {
  const { usage, cost_usd: cost, timing, attempts } = answer;
  const known = [
    answer.model,
    upstream(answer),
    usage && words.answer.tokens(usage.input_tokens ?? 0, usage.output_tokens ?? 0),
    cost === null ? null : words.answer.cost(cost),
    timing?.total_ms == null ? null : words.answer.time(timing.total_ms),
    attempts > 1 ? words.answer.attempts(attempts) : null,
  ];
  return known.filter((fact) => fact !== null);
}

function finish({ finish_reason: reason, status }: Answer): string | null {
  if (status === "stopped") return words.answer.finish.stopped;
  return reason === null || reason === "stop" ? null : words.answer.finish[reason];
}

export function AnswerMeta({ answer }: { answer: Answer }) {
  const ending = finish(answer);
  return (
    <footer class="answer-foot">
      {answer.notices.map((notice) => (
        <p key={notice.code + notice.message}>{notice.message}</p>
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
