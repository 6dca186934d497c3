import { startPage } from './page.js';
import { serve } from './worker/main.js';

// The service worker loads this very file, so that it costs nothing more on the wire; it has no page.
if (globalThis.document) startPage();

export { serve };
