// Sends a chosen file to this site as the body of one request, and tells the page how far it is.

export function attach(input, page, token) {
  let request = null;
  let told = 0;

  const change = () => {
    const file = input.files[0];
    input.value = "";
    if (file) {
      page.invokeMethodAsync("ChosenAsync", file.name, file.size).then(address => address && send(file, address));
    }
  };

  const ask = event => event.preventDefault();

  const send = (file, address) => {
    request = new XMLHttpRequest();
    window.addEventListener("beforeunload", ask);
    request.open("PUT", address);
    request.setRequestHeader("RequestVerificationToken", token);
    request.setRequestHeader("Content-Type", file.type || "application/octet-stream");
    request.upload.onprogress = event => {
      const now = performance.now();
      if (now - told > 200) {
        told = now;
        page.invokeMethodAsync("ProgressAsync", event.loaded);
      }
    };
    request.onload = () => done(request.status, request.responseText);
    request.onerror = () => done(0, "");
    request.onabort = () => done(-1, "");
    request.send(file);
  };

  const done = (status, text) => {
    request = null;
    window.removeEventListener("beforeunload", ask);
    let detail = "";
    try {
      const problem = JSON.parse(text);
      detail = Object.values(problem.errors ?? {}).flat().join(" ") || problem.detail || "";
    } catch {
      // The status alone must do.
    }

    page.invokeMethodAsync("DoneAsync", status, status >= 200 && status < 300 ? "" : detail);
  };

  // The input may have gone while this came: then there is nothing to open, and nothing is ever sent.
  input?.addEventListener("change", change);
  return {
    open() {
      input?.click();
    },
    cancel() {
      request?.abort();
    },
    detach() {
      input?.removeEventListener("change", change);
      window.removeEventListener("beforeunload", ask);
      if (request) {
        // Nobody is there any more to be told.
        request.onabort = null;
        request.abort();
      }
    },
  };
}
