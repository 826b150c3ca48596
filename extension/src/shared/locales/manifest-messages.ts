import { LOCALES } from "./index.ts";

interface PublicFile {
  relativeDest: string;
  contents: string;
}

/** The files in which the browser looks up the manifest's `__MSG_…__` names, one for each locale. */
export function manifestMessages(): Promise<PublicFile[]> {
  const files = Object.entries(LOCALES).map(async ([tag, load]) => {
    const { manifest, options } = await load();
    const messages = {
      description: { message: manifest.description },
      openSidePanel: { message: options.keyboard.openSidePanel },
    };
    return {
      relativeDest: `_locales/${tag.replace("-", "_")}/messages.json`,
      contents: JSON.stringify(messages, null, 2),
    };
  });
  return Promise.all(files);
}
