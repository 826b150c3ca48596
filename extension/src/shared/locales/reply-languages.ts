// Languages that answers may be asked for in, as tags that Intl.DisplayNames knows. Their names come from the browser.
const TAGS =
  "ar bg bn ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv ms nb nl pl pt-BR pt-PT ro ru sk sl " +
  "sr sv sw ta th tr uk ur vi zh-Hans zh-Hant";

export const REPLY_LANGUAGES: readonly string[] = TAGS.split(" ");
