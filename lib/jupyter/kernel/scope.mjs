// @ts-check
/** The variables declared by cells, which are not on `globalThis`. */

/**
 * @typedef {(specifier: string) => Promise<unknown>} Import
 */

export class Scope {
  /**
   * The object whose properties are the variables of cells. It also has the properties `import` and `export`, which
   * are not valid names of variables.
   */
  object;
  /**
   * The names of the running cell's variables, each with the earlier variable that it replaces.
   * @type {Map<string, PropertyDescriptor | undefined>}
   */
  #replaced = new Map();

  /** @param {Import & { meta: object }} importModule for `import()` and `import.meta` in cells */
  constructor(importModule) {
    this.object = Object.create(null, {
      import: { value: importModule },
      export: { value: (/** @type {object} */ variables) => this.#add(variables) },
    });
  }

  /**
   * Makes the variables of the ended cell visible to later cells.
   *
   * @returns {string[]} names whose declarations did not run: they keep their previous value, if any
   */
  settle() {
    /** @type {string[]} */
    const missing = [];
    for (const [name, before] of this.#replaced) {
      if (this.#isThere(name)) continue;
      missing.push(name);
      delete this.object[name];
      if (before) Object.defineProperty(this.object, name, before);
    }
    for (const [name, own] of this.#own) {
      if (!missing.includes(name)) Object.defineProperty(this.object, name, own);
    }
    this.#replaced.clear();
    this.#own.clear();
    return missing;
  }

  /** The running cell's variables, as accessors that read and write them. @type {Map<string, PropertyDescriptor>} */
  #own = new Map();

  /** @param {string} name */
  #isThere(name) {
    try {
      this.#own.get(name)?.get?.();
      return true;
    } catch {
      // The cell ended before it reached the declaration of this variable.
      return false;
    }
  }

  /**
   * Adds the variables of a cell. The cell calls this when it starts.
   * @param {object} variables an accessor for each
   */
  #add(variables) {
    for (const [name, own] of Object.entries(Object.getOwnPropertyDescriptors(variables))) {
      const before = Object.getOwnPropertyDescriptor(this.object, name);
      const described = { get: own.get, set: own.set, configurable: true, enumerable: true };
      this.#replaced.set(name, before);
      this.#own.set(name, described);
      // Until its declaration is reached, the previous value remains visible.
      const get = before?.get && own.get ? orBefore(own.get, before.get) : own.get;
      Object.defineProperty(this.object, name, { ...described, get });
    }
  }
}

/** @param {() => unknown} get @param {() => unknown} before */
const orBefore = (get, before) => () => {
  try {
    return get();
  } catch {
    return before();
  }
};
