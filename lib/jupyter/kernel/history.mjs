// @ts-check
/** The cells executed since the kernel started, for `history_request`. */

export class History {
  /** @type {{ count: number, code: string, output: string }[]} */
  #entries = [];

  /**
   * @param {number} count
   * @param {string} code
   * @param {string} output the value of the cell's last expression, as text
   */
  add(count, code, output) {
    this.#entries.push({ count, code, output });
  }

  /**
   * @param {Record<string, unknown>} request `hist_access_type` and its parameters, from Jupyter's protocol
   * @returns {[session: number, line: number, input: string | [string, string]][]}
   */
  find({ hist_access_type: access, n, start, stop, pattern, unique, output }) {
    let found = this.#entries;
    if (access === 'range') {
      const [from, to] = [Number(start ?? 0), Number(stop ?? Number.POSITIVE_INFINITY)];
      found = found.filter(({ count }) => count >= from && count < to);
    }
    if (access === 'search') {
      const glob = String(pattern ?? '*').replace(/[.+^${}()|\\]/g, '\\$&');
      const wanted = new RegExp(`^${glob.replaceAll('*', '[^]*').replaceAll('?', '[^]')}$`);
      found = found.filter(({ code }) => wanted.test(code));
      if (unique)
        found = found.filter(({ code }, at) => found.findLastIndex((other) => other.code === code) === at);
    }
    if (access !== 'range' && n !== undefined && n !== null)
      found = Number(n) > 0 ? found.slice(-Number(n)) : [];
    return found.map(({ count, code, output: shown }) => [0, count, output ? [code, shown] : code]);
  }
}
