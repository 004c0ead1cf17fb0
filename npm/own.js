'use strict';

/** Frees objects of the back end once their owners are garbage. */
const registry = new FinalizationRegistry(({ free, handle }) => free(handle));

/** Ties an object of the back end to `owner`: `free` drops it, and wipes its key, once the owner is garbage. */
function own(owner, handle, free) {
  registry.register(owner, { free, handle });
  return handle;
}

module.exports = { own };
