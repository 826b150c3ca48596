import { useEffect, useState } from "preact/hooks";
import { browser } from "wxt/browser";
import type { ErrorBody, Provider } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { MarkdownView } from "../../shared/markdown/markdown-view.tsx";
import { AgainIcon, CheckIcon, ContinueIcon, CopyIcon, StopIcon } from "../../shared/ui/icons.tsx";
import { useCopy } from "../../shared/ui/use-copy.ts";
import { useFocusHandedOn } from "../../shared/ui/use-focus-handed-on.ts";
import { Waiting } from "../../shared/ui/waiting.tsx";
import { AnswerMeta } from "../answer/answer-meta.tsx";
import { errorOf, failedAt, type Generation } from "../answer/generation.ts";
import { Thinking } from "../answer/thinking.tsx";
import { ErrorAlert } from "../connection/error-alert.tsx";
import { recoveryAction } from "../connection/recovery.ts";
import { KeyRow } from "../keys/key-row.tsx";
import { ColumnProgress } from "./column-progress.tsx";
import { useComparePage } from "./compare-context.ts";

interface Props {
  column: Generation;
  provider: Provider;
}

/** Moves the focus to the answer, which is always there. */
function toAnswer(from: HTMLElement): void {
  from.closest(".column")?.querySelector<HTMLElement>(".column-body")?.focus();
}

function StopButton({ provider }: { provider: Provider }) {
  const { compare } = useComparePage();
  const button = useFocusHandedOn<HTMLButtonElement>(toAnswer);
  return (
    <button
      type="button"
      class="button small"
      ref={button}
      aria-label={strings.compare.stop(provider.name)}
      onClick={() => void compare.stop(provider.id)}
    >
      <StopIcon />
      {strings.answer.stop}
    </button>
  );
}

function EndedButtons({ column, provider }: Props) {
  const { compare } = useComparePage();
  const { copied, copy } = useCopy();
  const regenerate = useFocusHandedOn<HTMLButtonElement>(toAnswer);
  return (
    <>
      <span class="visually-hidden" aria-live="polite">
        {copied && strings.answer.copied}
      </span>
      {column.answer.text && (
        <button
          type="button"
          class="button quiet icon-only small"
          title={strings.compare.copy(provider.name)}
          onClick={() => copy(column.answer.text)}
        >
          {copied ? <CheckIcon /> : <CopyIcon />}
          <span class="visually-hidden">{strings.compare.copy(provider.name)}</span>
        </button>
      )}
      <button
        type="button"
        class="button quiet icon-only small"
        ref={regenerate}
        title={strings.compare.regenerate(provider.name)}
        onClick={() => void compare.askAgain(provider.id)}
      >
        <AgainIcon />
        <span class="visually-hidden">{strings.compare.regenerate(provider.name)}</span>
      </button>
    </>
  );
}

/** Continues with this answer in the side panel, which opens beside this page. */
function ContinueButton({ provider }: { provider: Provider }) {
  const { compare } = useComparePage();
  const [windowId, setWindowId] = useState<number>();
  // Read before the click, because the browser opens the panel only in the same turn as the click.
  useEffect(() => {
    void browser.windows.getCurrent().then(({ id }) => setWindowId(id));
  }, []);

  const goOn = () => {
    if (windowId !== undefined) void browser.sidePanel.open({ windowId });
    void compare.continueWith(provider.id);
  };
  return (
    <button type="button" class="button small" onClick={goOn}>
      {strings.compare.continueWith(provider.name)}
      <ContinueIcon />
    </button>
  );
}

function Problem({ column, provider, error }: Props & { error: ErrorBody }) {
  const { compare } = useComparePage();
  const problem = useFocusHandedOn<HTMLDivElement>(toAnswer);
  return (
    <div ref={problem}>
      <ErrorAlert
        key={`${error.code}:${column.startedAt}`}
        error={error}
        since={failedAt(column.answer)}
        onRetry={() => void compare.askAgain(provider.id)}
      />
      {recoveryAction(error) === "add_key" && (
        <ul class="key-list">
          <KeyRow provider={provider} />
        </ul>
      )}
    </div>
  );
}

/** One provider's answer. */
export function CompareColumn({ column, provider }: Props) {
  const { answer } = column;
  const { text, reasoning } = answer;
  const running = column.phase !== "over";
  const error = errorOf(answer);
  return (
    <section class="column" aria-label={provider.name}>
      <header class="column-head">
        <h2>{strings.composer.option(provider.name, column.answer.model)}</h2>
        {running ? <StopButton provider={provider} /> : <EndedButtons column={column} provider={provider} />}
      </header>
      <ColumnProgress column={column} name={provider.name} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to get there */}
      <div class="column-body" tabIndex={0} aria-busy={running}>
        {reasoning && <Thinking text={reasoning} thinking={running && !text} />}
        {text && <MarkdownView text={text} complete={!running} />}
        {running && !text && <Waiting />}
        {answer.status === "done" && !text && <p class="answer-empty">{strings.answer.empty}</p>}
        {error && <Problem column={column} provider={provider} error={error} />}
      </div>
      {!running && !error && (
        <div class="column-foot">
          <AnswerMeta answer={answer} />
          {text && <ContinueButton provider={provider} />}
        </div>
      )}
    </section>
  );
}
