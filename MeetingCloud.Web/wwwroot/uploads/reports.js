// Tells the page's circuit what has changed: a few times a second for all files together, in messages that a circuit takes.

const interval = 250;
const intervalWithoutCircuit = 2000;

/** Bytes; a circuit takes 128 KiB, and has more to do than to hear of uploads. */
const maxMessage = 24 * 1024;

export class Reports {
  #changed = new Map();
  #send;
  #timer = 0;
  #closed = false;

  /** @param {(changes: object[]) => Promise<void>} send */
  constructor(send) {
    this.#send = send;
  }

  /** What is reported of one file before it is sent becomes one change. */
  add(id, change) {
    this.#changed.set(id, { ...this.#changed.get(id), id, ...change });
    if (!this.#timer && !this.#closed) {
      this.#timer = setTimeout(() => this.#flush(), interval);
    }
  }

  drop(id) {
    this.#changed.delete(id);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #flush() {
    const message = [];
    let left = maxMessage;
    for (const [id, change] of this.#changed) {
      left -= new TextEncoder().encode(JSON.stringify(change)).length;
      if (left < 0 && message.length > 0) {
        break;
      }
      message.push(change);
      this.#changed.delete(id);
    }
    let pause = interval;
    try {
      await this.#send(message);
    } catch {
      // While the circuit is away the files go on; what they are at last is told when it is back.
      pause = intervalWithoutCircuit;
      message.forEach(change => this.#changed.set(change.id, { ...change, ...this.#changed.get(change.id) }));
    }
    this.#timer = this.#changed.size > 0 && !this.#closed ? setTimeout(() => this.#flush(), pause) : 0;
  }
}
