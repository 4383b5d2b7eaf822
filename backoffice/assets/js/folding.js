// Panels that are open on a wide screen fold on a narrow one. Without scripts they stay open.

const narrow = window.matchMedia("(max-width: 59.99em)");

export function startFolding(scope) {
  for (const panel of scope.querySelectorAll("details[data-fold-when-narrow]:not([data-folding-started])")) {
    panel.dataset.foldingStarted = "";
    panel.open = !narrow.matches || panel.querySelector(".govuk-error-message") !== null;
  }
}

narrow.addEventListener("change", () => {
  for (const panel of document.querySelectorAll("details[data-fold-when-narrow]")) {
    if (!panel.contains(document.activeElement)) panel.open = !narrow.matches;
  }
});
