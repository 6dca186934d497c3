const TYPES = { js: 'javascript', css: 'text/css' };

/** An answer that must not be kept: an error, a redirect, a stranger's page, another build's. */
export class NotKept extends Error {
  name = 'NotKept';
}

/**
 * @param {Response} response left unread @param {string} address what was asked for
 * @throws NotKept
 */
export function checkAsset(response, address) {
  checkAnswer(response);
  // A public network that wants a sign-in answers 200 to everything, with a page or a sentence.
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.includes(TYPES[address.split('.').pop()] ?? 'image/')) throw new NotKept(`${address}: ${type}`);
}

/**
 * A page and a worker of different builds would get along until the network is gone.
 * @param {Response} response left unread @param {string} build
 * @throws NotKept
 */
export async function checkShell(response, build) {
  checkAnswer(response);
  const page = await response.clone().text();
  if (!page.includes(`data-build="${build}"`)) throw new NotKept(`${response.url}: not of build ${build}`);
}

function checkAnswer(response) {
  if (!response.ok) throw new NotKept(`${response.url}: status ${response.status}`);
  if (response.redirected) throw new NotKept(`${response.url}: redirected`);
}
