// Remembers under which address an upload goes on, so that the same file, chosen again after the page was loaded anew, need not be
// sent from its start. Where the browser keeps nothing for us, nothing is remembered.

const prefix = 'meetingcloud.upload.';

/** ms: as long as a server may be told to keep an upload (UPLOAD_EXPIRY). One that it keeps for less it will not know. */
const lifetime = 30 * 24 * 3600 * 1000;

/** Two files are taken for the same when they have one place, one size and one time of their last change. */
export function keyOf(endpoint, place, file) {
  return prefix + JSON.stringify([endpoint, place.meetingId, place.agendaItemId ?? '', place.path, file.size, file.lastModified]);
}

export function recall(key) {
  return attempt(() => JSON.parse(localStorage.getItem(key))?.url) ?? null;
}

export function remember(key, url) {
  attempt(() => localStorage.setItem(key, JSON.stringify({ url, at: Date.now() })));
}

export function forget(key) {
  attempt(() => localStorage.removeItem(key));
}

/** Forgets what no server remembers any more. */
export function tidy() {
  attempt(() => {
    for (const key of Object.keys(localStorage).filter(name => name.startsWith(prefix))) {
      if (!(Date.now() - (attempt(() => JSON.parse(localStorage.getItem(key)).at) ?? 0) < lifetime)) {
        localStorage.removeItem(key);
      }
    }
  });
}

function attempt(action) {
  try {
    return action();
  } catch {
    return undefined;
  }
}
