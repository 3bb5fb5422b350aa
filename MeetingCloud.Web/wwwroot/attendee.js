// The attendee page. Without this script its links work as they stand; with it, a server that is away is passed over.

const patience = 2500; // Milliseconds for a server to answer.
const grudge = 30000; // Milliseconds for which one that did not is asked last.

const failed = new Map();
const servers = document.getElementById("servers");
const message = document.getElementById("message");

// Times come in UTC, and are shown in the attendee's zone, which the head of the page names.
const styles = {
  full: { dateStyle: "full", timeStyle: "short", hourCycle: "h23" },
  short: { timeStyle: "medium", hourCycle: "h23" },
  clock: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
};

for (const time of document.querySelectorAll("time[data-style]")) {
  const style = time.dataset.style;
  const format = new Intl.DateTimeFormat(document.documentElement.lang, styles[style]);
  const zone = new Intl.DateTimeFormat(document.documentElement.lang, { timeZoneName: "short" })
    .formatToParts(new Date(time.dateTime)).find(part => part.type === "timeZoneName")?.value;
  time.title = style === "clock" ? `${time.textContent} UTC` : time.textContent;
  time.textContent = format.format(new Date(time.dateTime)) + (style === "full" && zone ? ` (${zone})` : "");
}

document.querySelectorAll("[data-zone]").forEach(zone => zone.remove());

document.addEventListener("click", event => {
  const link = event.target.closest?.("a[data-mirrors]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return;
  }

  event.preventDefault();
  if (link.getAttribute("aria-busy") !== "true") {
    follow(link);
  }
});

// Coming back by the browser's history shows the page as it was left.
addEventListener("pageshow", () => document.querySelectorAll("[aria-busy]").forEach(link => link.removeAttribute("aria-busy")));

async function follow(link) {
  link.setAttribute("aria-busy", "true");
  message.hidden = true;
  try {
    for (const url of inOrder([link.href, ...link.dataset.mirrors.split(" ").filter(Boolean)])) {
      if (await answers(url)) {
        location.assign(url);
        return;
      }
    }

    message.textContent = message.dataset.none;
    message.hidden = false;
    message.scrollIntoView({ block: "nearest" });
  } finally {
    link.removeAttribute("aria-busy");
  }
}

function isControlPlane(url) {
  return new URL(url).origin === servers.dataset.controlPlane;
}

function inOrder(urls) {
  // A page that has been open for hours holds links that nodes take no more; the control plane makes new ones.
  const expired = servers.dataset.expires && Date.now() / 1000 > Number(servers.dataset.expires);
  const usable = expired ? urls.filter(isControlPlane) : urls;
  const isShunned = url => performance.now() - (failed.get(new URL(url).origin) ?? -Infinity) < grudge;
  return [...usable.filter(url => !isShunned(url)), ...usable.filter(isShunned)];
}

// Whether the server gives what the link is for. The control plane would redirect to a node that this page may not know, so it is
// asked for itself, and what it answers stays hidden from a page of another origin.
async function answers(url) {
  const origin = new URL(url).origin;
  const isNode = !isControlPlane(url);
  try {
    const response = await fetch(isNode ? url : servers.dataset.alive, {
      method: "HEAD",
      mode: isNode ? "cors" : "no-cors",
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(patience),
    });
    if (response.ok || !isNode) {
      failed.delete(origin);
      return true;
    }
  } catch {
    // Away, or too slow: as one that refuses.
  }

  failed.set(origin, performance.now());
  return false;
}
