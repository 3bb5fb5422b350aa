// What only the browser knows or can do.

export function zone() {
  const name = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
  const minutesEast = -new Date().getTimezoneOffset();
  const value = encodeURIComponent(`${name}|${minutesEast}`);
  document.cookie = `meetingcloud.zone=${value}; path=/; max-age=31536000; samesite=lax`;
  return { name, minutesEast };
}

// Pages that come by plain HTTP from another machine have no clipboard of their own: then the old command is asked.
export async function copy(text) {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Refused: the old command may still be allowed.
    }
  }

  const before = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.setAttribute("readonly", "");
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  before?.focus?.();
  return copied;
}

export function focus(id) {
  document.getElementById(id)?.focus();
}
