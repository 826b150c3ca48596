/** What a record has under a name that comes from elsewhere. Names like `constructor` find nothing by accident. */
export function own<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
