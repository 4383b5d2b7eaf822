// What a screen reader should hear, said politely and once.

export function announce(words) {
  const place = document.getElementById("oq-announce");
  if (!place || !words) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = words; }, 100);
}

export function announceIn(scope) {
  const found = scope.matches?.("[data-announce]") ? scope : scope.querySelector("[data-announce]");
  if (found) announce(found.dataset.announce);
}
