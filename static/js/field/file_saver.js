/** A file's address is given up after this long; a browser has read it by then. */
const KEEP_MS = 60_000;

/**
 * Return the way to hand a file to a person: a download, or the share sheet of an app on the home
 * screen of an iPhone, where downloads go nowhere.
 * @param {{document: Document, navigator: Navigator, URL: typeof globalThis.URL,
 *   setTimeout: typeof globalThis.setTimeout}} needs
 * @returns {(name: string, text: string) => Promise<void>} rejects when the person cancelled it
 */
export function fileSaver({ document, navigator, URL, setTimeout }) {
  const download = (file) => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), KEEP_MS);
  };
  return async (name, text) => {
    const file = new File([text], name, { type: 'application/json' });
    // Only iOS has this property, and only it is true in an app on the home screen.
    const isOnIosHomeScreen = navigator.standalone === true;
    if (isOnIosHomeScreen && navigator.canShare?.({ files: [file] })) await navigator.share({ files: [file] });
    else download(file);
  };
}
