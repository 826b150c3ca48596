// What pages, mails and terminals add to a copied text, and what it means where a key may be in it.

/** Invisible characters, and the codes that colour a terminal's text. Line breaks and tabs are left alone. */
const INVISIBLE = /(?![\t-\r\u0085])\p{Cc}(?:\[[\d;?]*[A-Za-z~])?|[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;
/** Full-width signs count as letters of a key only among full-width letters: by themselves they are punctuation. */
const FULL_WIDTH = /[！-～]+/g;
const FULL_WIDTH_OFFSET = 0xfee0;
/** Also those that a shell or a string of a program has a backslash for. */
const LINE_BREAK = /\\?(?:\r\n?|[\n\v\f\u0085\u2028\u2029])|\\[nrt]/g;
/** Among them the frames that terminals draw, and a blank Braille pattern. */
const BLANK = /[^\S\n\t]|[\u2800│┃║]/g;
const QUOTE_MARKS = /^(?:[ \t]*>)+/gm;
/** Markdown and JSON put a backslash before signs that are part of a key. */
const ESCAPE = /\\(?=[-_.~=+*/])/g;
const HYPHEN = /(?<=[\w-])(?:[\u2010\u2011﹣]|－(?=[\w-]))/g;
const UNDERSCORE = /(?<=[\w-])＿(?=[\w-])/g;

function halfWidth(text: string): string {
  if (!/[０-９Ａ-Ｚａ-ｚ]/.test(text)) return text;
  return text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - FULL_WIDTH_OFFSET));
}

/** The text with nothing hidden in it: no invisible characters, one kind of blank, hyphen and line break. */
export function legible(text: string): string {
  return text
    .replace(INVISIBLE, "")
    .replace(FULL_WIDTH, halfWidth)
    .replace(LINE_BREAK, "\n")
    .replace(BLANK, " ")
    .replace(QUOTE_MARKS, "")
    .replace(ESCAPE, "")
    .replace(HYPHEN, "-")
    .replace(UNDERSCORE, "_");
}
