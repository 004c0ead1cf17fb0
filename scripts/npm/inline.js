// The back end with its WebAssembly inside, so that it is there in a bundle as well.

import { inflateSync } from 'fflate';

import module from 'module';

import { load } from '../../npm/flat.js';

// Compiled at once, since `require` cannot wait.
const bytes = inflateSync(Uint8Array.from(atob(module), (char) => char.charCodeAt(0)));

export default load(new WebAssembly.Module(bytes));
