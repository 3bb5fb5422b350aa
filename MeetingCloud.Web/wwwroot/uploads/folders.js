// The files of what was dropped or chosen, folders and all, each with its path in them.

/** What systems leave in folders and nobody means to send. */
const litter = new Set(['.ds_store', 'thumbs.db', 'desktop.ini']);

/**
 * Must be called while the drop event is handled: afterwards the browser has forgotten what was dropped.
 * @param {(path: string) => void} unreadable
 * @returns {Promise<{file: File, path: string}[]>}
 */
export function filesOfDrop(transfer, unreadable) {
  const entries = Array.from(transfer.items ?? [], item => item.webkitGetAsEntry?.()).filter(Boolean);
  return entries.length > 0
    ? walk(entries, unreadable)
    : Promise.resolve(Array.from(transfer.files, file => ({ file, path: file.name })));
}

/** Of an input element, with webkitdirectory or without. */
export function filesOfInput(input) {
  return Array.from(input.files, file => ({ file, path: file.webkitRelativePath || file.name }))
    .filter(({ path }) => !isLitter(path));
}

async function walk(entries, unreadable) {
  const found = [];
  const open = entries.map(entry => ({ entry, path: entry.name }));
  while (open.length > 0) {
    const { entry, path } = open.shift();
    try {
      if (entry.isDirectory) {
        open.unshift(...(await list(entry)).map(child => ({ entry: child, path: `${path}/${child.name}` })));
      } else if (!isLitter(path)) {
        found.push({ file: await new Promise((resolve, reject) => entry.file(resolve, reject)), path });
      }
    } catch {
      unreadable(path);
    }
  }
  return found;
}

// A browser gives a hundred at a time, and an empty list at the end.
async function list(folder) {
  const reader = folder.createReader();
  const children = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) {
      return children.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
    }
    children.push(...some);
  }
}

function isLitter(path) {
  const slash = path.lastIndexOf('/');
  return slash >= 0 && litter.has(path.slice(slash + 1).toLowerCase());
}
