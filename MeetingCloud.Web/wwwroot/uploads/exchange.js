// One request by XMLHttpRequest, which, unlike fetch, tells how many bytes of a body are gone.

/** The server answered, and not as was hoped; or did not answer at all (status 0). */
export class ExchangeError extends Error {
  constructor(response) {
    super(response.detail || `HTTP ${response.status}`);
    this.response = response;
  }
}

/**
 * @param {object} request method, url, headers, body (a Blob or nothing), signal, onSent (bytes of the body that are gone),
 *   stalled (ms without progress while the body goes), unanswered (ms without an answer once it is gone)
 * @returns {Promise<{status: number, detail: string, header: (name: string) => string | null}>} of whatever status
 */
export function exchange({ method, url, headers, body, signal, onSent, stalled, unanswered }) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    let timer = 0;
    const watch = limit => {
      clearTimeout(timer);
      timer = setTimeout(() => xhr.abort(), limit);
    };
    const abort = () => xhr.abort();
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      if (signal.aborted) {
        reject(signal.reason);
      } else {
        resolve({ status: xhr.status, detail: detailOf(xhr), header: name => xhr.getResponseHeader(name) });
      }
    };

    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) {
      xhr.setRequestHeader(name, value);
    }
    if (body?.size) {
      xhr.upload.onprogress = event => {
        watch(stalled);
        onSent?.(event.loaded);
      };
      xhr.upload.onload = () => {
        watch(unanswered);
        onSent?.(body.size);
      };
    }
    xhr.onloadend = end;
    signal.addEventListener('abort', abort);
    watch(body?.size ? stalled : unanswered);
    xhr.send(body ?? null);
  });
}

function detailOf(xhr) {
  if (!xhr.getResponseHeader('Content-Type')?.startsWith('application/problem+json')) {
    return '';
  }
  try {
    return String(JSON.parse(xhr.responseText).detail ?? '');
  } catch {
    return '';
  }
}
