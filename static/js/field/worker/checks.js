/** An answer that must not be kept: an error, a redirect, a stranger's page, another build's. */
export class NotKept extends Error {
  name = 'NotKept';
}

/** @param {Response} response left unread @throws NotKept */
export function checkAsset(response) {
  checkAnswer(response);
  // The sign-in page of a public network answers 200 to everything.
  if (isPage(response)) throw new NotKept(`${response.url}: a page instead of a file`);
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

const isPage = (response) => (response.headers.get('Content-Type') ?? '').startsWith('text/html');
