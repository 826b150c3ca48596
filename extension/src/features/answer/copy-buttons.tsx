import { strings } from "../../shared/locales/index.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { CheckIcon, CopyIcon, DownIcon } from "../../shared/ui/icons.tsx";
import { MenuButton } from "../../shared/ui/menu-button.tsx";
import { useCopy } from "../../shared/ui/use-copy.ts";

const HTML = "text/html";
const PLAIN = "text/plain";

async function plain(markdown: string): Promise<string> {
  return (await loadMarkdown()).toPlainText(markdown);
}

async function rich(markdown: string): Promise<string> {
  return (await loadMarkdown()).toRichText(markdown);
}

/** Copies an answer: the button copies Markdown, its menu other formats. */
export function CopyButtons({ text }: { text: string }) {
  const { copied, copy } = useCopy();
  // The clipboard accepts promises, so the write still counts as caused by the click.
  const copyRich = () => copy(new ClipboardItem({ [HTML]: rich(text), [PLAIN]: plain(text) }));
  const copyPlain = () => copy(new ClipboardItem({ [PLAIN]: plain(text) }));
  return (
    <span class="button-pair">
      <span class="visually-hidden" aria-live="polite">
        {copied && strings.answer.copied}
      </span>
      <button type="button" class="button quiet small" onClick={() => copy(text)}>
        {copied ? <CheckIcon /> : <CopyIcon />}
        {strings.answer.copy}
      </button>
      <MenuButton
        label={strings.answer.copyOtherwise}
        icon={<DownIcon />}
        items={[
          { id: "rich", label: strings.answer.copyRich, choose: copyRich },
          { id: "plain", label: strings.answer.copyPlain, choose: copyPlain },
        ]}
      />
    </span>
  );
}
