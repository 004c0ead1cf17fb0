// The back end with its WebAssembly inside, so that it is there in a bundle as well.

import { inflateSync } from 'fflate';

import modules from 'modules';

import addon from './addon.js';

/** Compiled at once, since `require` cannot wait. */
const compiled = (text) => new WebAssembly.Module(inflateSync(Uint8Array.from(atob(text), (char) => char.charCodeAt(0))));

export default addon(Object.fromEntries(Object.entries(modules).map(([name, text]) => [name, compiled(text)])));
