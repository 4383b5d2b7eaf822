// Rows that are dragged to another place by a handle. The form behind them does the moving; by keyboard its buttons do.

export function startSortableRows(scope) {
  for (const list of scope.querySelectorAll("[data-sortable]:not([data-sortable-started])")) start(list);
}

const EDGE = 60; // pixels from the top or the end of the window where a drag scrolls it
const STEP = 12;

function start(list) {
  list.dataset.sortableStarted = "";
  list.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button !== 0) return;
    event.preventDefault();
    drag(list, handle, event);
  });
}

function drag(list, handle, begun) {
  const row = handle.closest("[data-row]");
  const before = row.nextElementSibling;
  const put = () => list.insertBefore(row, before);
  row.classList.add("oq-rules__item--dragged");
  handle.setPointerCapture(begun.pointerId);

  const move = (event) => {
    if (event.clientY < EDGE) window.scrollBy(0, -STEP);
    if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, STEP);
    const after = [...list.children].find((each) => each !== row && event.clientY < middle(each));
    if (after !== row.nextElementSibling) {
      list.insertBefore(row, after ?? null);
      if (!handle.hasPointerCapture(event.pointerId)) handle.setPointerCapture(event.pointerId);
    }
  };
  const end = (event) => {
    handle.removeEventListener("pointermove", move);
    for (const name of ["pointerup", "pointercancel"]) handle.removeEventListener(name, end);
    document.removeEventListener("keydown", cancel);
    row.classList.remove("oq-rules__item--dragged");
    if (event.type === "pointerup") place(list, row);
    else put();
  };
  const cancel = (event) => {
    if (event.key === "Escape") end({ type: "cancelled" });
  };
  handle.addEventListener("pointermove", move);
  for (const name of ["pointerup", "pointercancel"]) handle.addEventListener(name, end);
  document.addEventListener("keydown", cancel);
}

function middle(row) {
  const box = row.getBoundingClientRect();
  return box.top + box.height / 2;
}

function place(list, row) {
  const position = [...list.children].indexOf(row) + 1;
  if (String(position) === row.dataset.position) return;
  const form = document.getElementById(list.dataset.sortable);
  form.elements.rule.value = row.dataset.row;
  form.elements.position.value = position;
  form.querySelector("[data-place]").click();
}
