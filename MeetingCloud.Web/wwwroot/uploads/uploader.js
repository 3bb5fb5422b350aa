// Joins a drop zone of the page, the files that come into it, and the .NET object that shows them.

import { filesOfDrop, filesOfInput } from './folders.js';
import { UploadQueue } from './queue.js';
import { Reports } from './reports.js';
import { tidy } from './memory.js';

/** ms in which a ticket is new. */
const justNow = 5000;

/**
 * @param {HTMLElement} root has elements marked data-drop, data-pick="files", data-pick="folder" and two inputs marked data-input
 * @param {object} dotnet has RenewTicketAsync and ReportAsync
 */
export function attach(root, dotnet, meetingId, agendaItemId) {
  const page = new AbortController();
  const reports = new Reports(changes => dotnet.invokeMethodAsync('ReportAsync', changes));
  const queue = new UploadQueue({ meetingId, agendaItemId }, tickets(dotnet), reports);
  const listen = (target, type, handler) => target.addEventListener(type, handler, { signal: page.signal });
  tidy();

  for (const button of root.querySelectorAll('[data-pick]')) {
    const input = root.querySelector(`[data-input="${button.dataset.pick}"]`);
    const take = () => {
      queue.add(filesOfInput(input));
      // So that the same file can be chosen again.
      input.value = '';
    };
    listen(button, 'click', () => input.click());
    listen(input, 'change', take);
    // Somebody was quicker than this script.
    if (input.files.length > 0) {
      take();
    }
  }
  drops(root.querySelector('[data-drop]'), listen, queue, page.signal);
  listen(window, 'beforeunload', event => {
    if (queue.isBusy) {
      event.preventDefault();
    }
  });

  return {
    pause: ids => ids.forEach(id => queue.pause(id)),
    resume: ids => ids.forEach(id => queue.resume(id)),
    cancel: ids => queue.cancel(ids),
    close: () => {
      page.abort();
      queue.close();
      reports.close();
    },
  };
}

function drops(zone, listen, queue, signal) {
  // Entering a child is told before leaving its parent: what counts is how often it was entered and not left.
  let inside = 0;
  const mark = () => zone.toggleAttribute('data-over', inside > 0);
  const isFiles = event => event.dataTransfer?.types.includes('Files');
  // A file that misses the zone would take the place of the page.
  listen(window, 'dragover', event => isFiles(event) && event.preventDefault());
  listen(window, 'drop', event => isFiles(event) && event.preventDefault());
  listen(zone, 'dragenter', event => {
    inside += isFiles(event) ? 1 : 0;
    mark();
  });
  listen(zone, 'dragleave', event => {
    inside -= isFiles(event) ? 1 : 0;
    mark();
  });
  listen(zone, 'drop', async event => {
    inside = 0;
    mark();
    const files = await filesOfDrop(event.dataTransfer, path => queue.addUnreadable(path));
    // A large folder is read for a while, and the page may have been left meanwhile.
    if (!signal.aborted) {
      queue.add(files);
    }
  });
}

/** The ticket in use; asked for once, however many files need it. */
function tickets(dotnet) {
  let current = null;
  return {
    /** @param {boolean} renew the server did not take the last one */
    async get(renew) {
      // Several files learn at once that a ticket has ended: one new one is enough for them.
      if (!current || (renew && performance.now() - current.at > justNow)) {
        current = { at: performance.now(), ticket: dotnet.invokeMethodAsync('RenewTicketAsync') };
      }
      const mine = current;
      try {
        return await mine.ticket;
      } catch (error) {
        current = current === mine ? null : current;
        throw error;
      }
    },
  };
}
