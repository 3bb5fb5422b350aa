// Many files, a few at a time.

import { TusUpload } from './tus.js';
import { ExchangeError } from './exchange.js';

const atOnce = 3;

/** ms; over which a speed is averaged. */
const memory = 3000;

/** Characters of a path that the page is told; none that may be stored is longer. */
const maxShown = 2000;

const running = new Set(['uploading', 'retrying', 'storing']);

export class UploadQueue {
  #items = new Map();
  #last = 0;
  #place;
  #tickets;
  #reports;

  /** @param {{meetingId: string, agendaItemId: string | null}} place of all files */
  constructor(place, tickets, reports) {
    this.#place = place;
    this.#tickets = tickets;
    this.#reports = reports;
  }

  /** Whether leaving the page would interrupt something, or forget what is paused. */
  get isBusy() {
    return [...this.#items.values()].some(item => item.state === 'waiting' || item.state === 'paused' || running.has(item.state));
  }

  add(files) {
    for (const { file, path } of files) {
      const item = this.#new(path, file.size);
      item.upload = new TusUpload(file, { ...this.#place, path }, this.#tickets, {
        progress: sent => this.#progress(item, sent),
        state: state => this.#state(item, state),
      });
    }
    this.#pump();
  }

  /** A file that the browser did not give us. */
  addUnreadable(path) {
    const item = this.#new(path, 0);
    this.#state(item, 'failed', { status: -1, detail: '' });
  }

  pause(id) {
    const item = this.#items.get(id);
    if (item && (item.state === 'waiting' || running.has(item.state))) {
      this.#state(item, 'paused');
      item.abort?.abort('paused');
      // Not at once: the next one may be about to be paused too.
      setTimeout(() => this.#pump());
    }
  }

  /** Goes on with what was paused, and tries again what failed. */
  resume(id) {
    const item = this.#items.get(id);
    if (item?.upload && (item.state === 'paused' || item.state === 'failed')) {
      this.#state(item, 'waiting', { status: 0, detail: '' });
      this.#pump();
    }
  }

  cancel(ids) {
    // All of them before the next begins.
    for (const item of ids.map(id => this.#items.get(id)).filter(Boolean)) {
      this.#items.delete(item.id);
      this.#reports.drop(item.id);
      item.abort?.abort('cancelled');
      if (item.state !== 'stored') {
        item.upload?.terminate();
      }
    }
    this.#pump();
  }

  /** The page is left: what has arrived stays, to be gone on with another time. */
  close() {
    this.#items.forEach(item => item.abort?.abort('closed'));
    this.#items.clear();
  }

  #new(path, size) {
    const item = { id: ++this.#last, size, sent: 0, speed: 0, state: 'waiting', at: 0, abort: null, upload: null };
    this.#items.set(item.id, item);
    this.#reports.add(item.id, { path: path.slice(0, maxShown), size, sent: 0, speed: 0, state: item.state });
    return item;
  }

  #pump() {
    for (const item of this.#items.values()) {
      if ([...this.#items.values()].filter(other => other.abort).length >= atOnce) {
        return;
      }
      if (item.state === 'waiting' && !item.abort) {
        this.#run(item);
      }
    }
  }

  async #run(item) {
    const abort = item.abort = new AbortController();
    item.at = 0;
    try {
      await item.upload.send(abort.signal);
      this.#progress(item, item.size);
      this.#state(item, 'stored');
    } catch (error) {
      if (!abort.signal.aborted) {
        const { status, detail } = error instanceof ExchangeError ? error.response : { status: -2, detail: '' };
        this.#state(item, 'failed', { status, detail: detail.slice(0, maxShown) });
      }
    }
    item.abort = null;
    this.#pump();
  }

  #progress(item, sent) {
    const now = performance.now();
    if (!item.at || sent < item.sent) {
      Object.assign(item, { at: now, speed: 0, sent });
    } else if (now - item.at >= 200) {
      const weight = Math.exp(-(now - item.at) / memory);
      const speed = (sent - item.sent) * 1000 / (now - item.at);
      Object.assign(item, { at: now, speed: item.speed ? item.speed * weight + speed * (1 - weight) : speed, sent });
    } else if (sent !== item.size) {
      return;
    }
    item.sent = sent === item.size ? sent : item.sent;
    this.#report(item, { sent: item.sent, speed: Math.round(item.speed) });
  }

  #state(item, state, reason) {
    // Whatever still comes of a request that was broken off does not count.
    if (item.state === state || (running.has(state) && item.abort?.signal.aborted)) {
      return;
    }
    item.state = state;
    this.#report(item, { state, speed: state === 'uploading' ? Math.round(item.speed) : 0, ...reason });
  }

  // A file that was cancelled is known no more.
  #report(item, change) {
    if (this.#items.has(item.id)) {
      this.#reports.add(item.id, change);
    }
  }
}
