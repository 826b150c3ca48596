const PUBLIC_PREFIX = /^(sk-ant-api\d\d-|sk-ant-|sk-proj-|sk-svcacct-|sk-|AIza|AQ\.)?/;

/** The form in which a key may be shown: what every key of its kind begins with, and its last four. */
export function maskKey(key: string): string {
  const prefix = PUBLIC_PREFIX.exec(key)?.[0] ?? "";
  return `${prefix}…${key.slice(-4)}`;
}
