// Drag and drop of things on a page: [data-drag] may be dragged onto [data-onto], within one area. The server hears of the drop alone.
const type = "application/x-meetingcloud";

export function attach(area, page) {
  if (!area) {
    // It went while this came.
    return;
  }

  let dragged = null;
  let over = null;

  const clear = () => {
    over?.classList.remove("drop-over", "drop-before", "drop-after");
    over = null;
  };
  const target = event => (dragged ? event.target.closest?.("[data-onto]") : null);
  const isAfter = (event, element) => {
    const box = element.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2;
  };

  const start = event => {
    const element = event.target.closest?.("[data-drag]");
    if (!element || !area.contains(element)) {
      return;
    }

    dragged = element.dataset.drag;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData(type, dragged);
    element.classList.add("dragged");
  };
  const move = event => {
    const element = target(event);
    if (element !== over) {
      clear();
    }

    if (!element || element.dataset.onto === dragged) {
      return;
    }

    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
    over = element;
    if (element.hasAttribute("data-between")) {
      const after = isAfter(event, element);
      element.classList.toggle("drop-after", after);
      element.classList.toggle("drop-before", !after);
    } else {
      element.classList.add("drop-over");
    }
  };
  const drop = event => {
    const element = target(event);
    if (!element) {
      return;
    }

    event.preventDefault();
    const what = dragged;
    const after = isAfter(event, element);
    clear();
    if (element.dataset.onto !== what) {
      page.invokeMethodAsync("DroppedAsync", what, element.dataset.onto, after);
    }
  };
  const end = event => {
    event.target.classList?.remove("dragged");
    dragged = null;
    clear();
  };

  const listeners = { dragstart: start, dragover: move, drop, dragend: end };
  Object.entries(listeners).forEach(([name, listener]) => area.addEventListener(name, listener));
}
