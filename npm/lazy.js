'use strict';

/**
 * Gives `target` the names of a module that is loaded when one of them is first read: most who need one part need no other.
 * They may be overwritten, as tests do with what they replace.
 */
function lazy(target, load, names) {
  for (const name of names) {
    const become = (value) => Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
    Object.defineProperty(target, name, {
      get: () => become(load()[name])[name],
      set: become,
      enumerable: true,
      configurable: true,
    });
  }
}

module.exports = { lazy };
