// A star is pressed without leaving the list. All of them are buttons of one form: fifty forms would cost a telephone half a
// second, as browsers look into each for what they could fill in. Without scripts the form is sent as it is.

export function startStars(scope) {
  if (scope !== document) return;
  document.getElementById("stars")?.addEventListener("submit", (event) => {
    const star = event.submitter;
    if (!window.htmx || !star?.matches(".oq-star__button")) return;
    event.preventDefault();
    const values = { star: star.value };
    window.htmx.ajax("POST", star.formAction, { source: star, target: star.closest(".oq-star"), swap: "outerHTML", values });
  });
}
