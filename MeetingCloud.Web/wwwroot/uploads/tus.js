// Sends one file by the tus protocol, version 1.0.0 (tus.io): goes on where it was, whatever broke.

import { exchange, ExchangeError } from './exchange.js';
import { keyOf, recall, remember, forget } from './memory.js';

const version = '1.0.0';
const mediaType = 'application/offset+octet-stream';

/** Bytes of one request: as much as a broken connection may cost at most where something on the way holds requests back. */
const chunkSize = 64 * 1024 * 1024;

/** Files up to here go with the request that creates them: many small ones take half the requests. */
const inOneGo = 1024 * 1024;

/** Attempts in a row that bring nothing forward: some three minutes. */
const maxAttempts = 14;
const firstPause = 500;
const longestPause = 20_000;

const stalled = 45_000;
const unanswered = 10 * 60_000;

/** Of failures without an answer, as UploadFailure has them. */
const unreadable = -1;
const noTicket = -2;

/** What another attempt cannot mend, until somebody does something about it. */
const final = new Set([400, 403, 404, 405, 409, 410, 412, 413, 415, 422, 507]);

export class TusUpload {
  #file;
  #place;
  #tickets;
  #listener;
  #url = null;
  #offset = 0;
  #key = null;

  /**
   * @param {File} file
   * @param {{meetingId: string, agendaItemId: string | null, path: string}} place
   * @param {{get: (renew: boolean) => Promise<{token: string, uploadUrl: string}>}} tickets
   * @param {{progress: (sent: number) => void, state: (state: string) => void}} listener
   */
  constructor(file, place, tickets, listener) {
    this.#file = file;
    this.#place = place;
    this.#tickets = tickets;
    this.#listener = listener;
  }

  /** Resolves when the file is in its meeting. Rejects with an ExchangeError, or with the signal's reason. */
  async send(signal) {
    for (let attempt = 1; ; attempt++) {
      const before = this.#offset;
      let pause = 0;
      try {
        this.#listener.state('uploading');
        await this.#attempt(signal);
        this.#forget();
        return;
      } catch (error) {
        if (!(error instanceof ExchangeError)) {
          throw error;
        }
        attempt = this.#offset > before ? 1 : attempt;
        // What was sent and not kept does not count.
        this.#listener.progress(this.#offset);
        if (error.final || attempt >= maxAttempts) {
          throw error;
        }
        await this.#checkReadable();
        pause = pauseAfter(error.response, attempt);
      }
      this.#listener.state('retrying');
      await wait(pause, signal);
    }
  }

  /** Has the server forget it. That it cannot be told is no error: what nobody goes on with expires. */
  async terminate() {
    const url = this.#url ?? (this.#key && recall(this.#key));
    this.#forget();
    if (url) {
      await this.#call('DELETE', url, {}, null, new AbortController().signal).catch(() => {});
    }
  }

  async #attempt(signal) {
    const { uploadUrl } = await this.#ticket(false);
    signal.throwIfAborted();
    this.#key ??= keyOf(uploadUrl, this.#place, this.#file);
    this.#url ??= recall(this.#key);
    if (!(this.#url && await this.#locate(signal))) {
      await this.#create(uploadUrl, signal);
    }
    while (this.#offset < this.#file.size) {
      await this.#patch(signal);
    }
  }

  /** Finds out how far it is. False where the server knows nothing of it. */
  async #locate(signal) {
    const response = await this.#call('HEAD', this.#url, {}, null, signal);
    const offset = response.header('Upload-Offset');
    if (response.status === 200 && offset !== null) {
      this.#offset = Number(offset);
      return true;
    }
    if (Number(offset) === this.#file.size && offset !== null) {
      // All is there, and has not become a file. An answer to HEAD says nothing more: this one tells why, or ends it well.
      this.#offset = this.#file.size;
      await this.#patch(signal);
      return true;
    }
    if ([403, 404, 410].includes(response.status)) {
      this.#forget();
      return false;
    }
    throw new ExchangeError(response);
  }

  async #create(endpoint, signal) {
    this.#offset = 0;
    const { size, type } = this.#file;
    const body = size > 0 && size <= inOneGo ? this.#file : null;
    const headers = { 'Upload-Length': String(size), 'Upload-Metadata': metadata({
      meeting_id: this.#place.meetingId,
      path: this.#place.path,
      agenda_item_id: this.#place.agendaItemId,
      filetype: type,
    }) };
    const response = await this.#call('POST', endpoint, headers, body, signal, size);
    if (response.status !== 201) {
      throw failure(response);
    }
    // Of its address only the last part matters: a proxy in front of the server may have given it another beginning.
    this.#url = `${endpoint}/${response.header('Location').split('/').pop()}`;
    this.#offset = Number(response.header('Upload-Offset') ?? 0);
    if (this.#offset < size) {
      remember(this.#key, this.#url);
    }
    this.#listener.progress(this.#offset);
  }

  async #patch(signal) {
    const end = Math.min(this.#offset + chunkSize, this.#file.size);
    const response = await this.#call(
      'PATCH', this.#url, { 'Upload-Offset': String(this.#offset) }, this.#file.slice(this.#offset, end), signal, end);
    const offset = Number(response.header('Upload-Offset') ?? NaN);
    if (response.status === 204 && offset > this.#offset) {
      this.#offset = offset;
    } else if (response.status !== 204) {
      const error = failure(response);
      if (response.status === 409) {
        // Offsets that differ are mended by asking for the right one. Where nothing was left to send, it is about the file's place.
        error.final = this.#offset === this.#file.size;
      } else if ([404, 410].includes(response.status)) {
        // The meeting is gone; or the upload is, which then begins anew.
        error.final = offset === this.#file.size;
      }
      throw error;
    } else if (this.#offset < this.#file.size) {
      throw withoutAnswer(0);
    }
    this.#listener.progress(this.#offset);
  }

  async #call(method, url, headers, body, signal, end = 0) {
    for (let renew = false; ; renew = true) {
      const { token } = await this.#ticket(renew);
      signal.throwIfAborted();
      const start = end - (body?.size ?? 0);
      const type = body || method === 'PATCH' ? { 'Content-Type': mediaType } : {};
      const response = await exchange({
        method,
        url,
        headers: { 'Tus-Resumable': version, Authorization: `Bearer ${token}`, ...type, ...headers },
        body,
        signal,
        stalled,
        unanswered,
        onSent: sent => {
          this.#listener.progress(start + sent);
          if (start + sent >= this.#file.size) {
            this.#listener.state('storing');
          }
        },
      });
      if (response.status !== 401 || renew) {
        return response;
      }
    }
  }

  async #ticket(renew) {
    try {
      return await this.#tickets.get(renew);
    } catch {
      throw withoutAnswer(noTicket);
    }
  }

  // A file that was changed or moved since it was chosen fails like a network does.
  async #checkReadable() {
    try {
      await this.#file.slice(0, 1).arrayBuffer();
    } catch {
      throw withoutAnswer(unreadable);
    }
  }

  #forget() {
    this.#url = null;
    if (this.#key) {
      forget(this.#key);
    }
  }
}

function failure(response) {
  const error = new ExchangeError(response);
  error.final = final.has(response.status) || response.status === 401;
  return error;
}

function withoutAnswer(status) {
  return new ExchangeError({ status, detail: '', header: () => null });
}

function pauseAfter(response, attempt) {
  const asked = Number(response.header('Retry-After')) * 1000;
  if (asked > 0) {
    return asked + Math.random() * 1000;
  }
  return Math.min(longestPause, firstPause * 2 ** (attempt - 1)) * (0.5 + Math.random() / 2);
}

/** Ends early when the browser finds the network again. */
function wait(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      if (signal.aborted) {
        reject(signal.reason);
      } else {
        resolve();
      }
    };
    const timer = setTimeout(end, milliseconds);
    addEventListener('online', end);
    signal.addEventListener('abort', end);
    if (signal.aborted) {
      end();
    }
  });
}

function metadata(values) {
  return Object.entries(values)
    .filter(([, value]) => value)
    .map(([name, value]) => `${name} ${base64(value)}`)
    .join(',');
}

function base64(text) {
  return btoa(Array.from(new TextEncoder().encode(text), byte => String.fromCharCode(byte)).join(''));
}
