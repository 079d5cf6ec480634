/* What a button sends waits for a draft that the desk has already sent by itself.
 *
 * Else both would make the entry: the second is refused, since its address is taken, and the writer is told of a
 * fault of hers. Or both would add the same byline. See Wagtail's AutosaveController: it tells of a draft as soon as
 * something has changed (`save`), sends it an interval later, and tells of its end (`success`, `error`).
 */
(() => {
  "use strict";
  let told; // milliseconds; undefined while no draft is due or on its way
  let waiting = false;

  function send(form, button) {
    waiting = false;
    // Not the button itself: it may be at rest by now, and would not be sent. Nor for good: who comes back to this page
    // and presses another button must not press this one, too.
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button?.name ?? "", value: button?.value ?? "" });
    form.append(pressed);
    form.requestSubmit();
    pressed.remove();
  }

  document.addEventListener("w-autosave:save", () => {
    told = performance.now();
  });
  for (const end of ["success", "error"]) {
    document.addEventListener(`w-autosave:${end}`, () => {
      told = undefined;
    });
  }

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      const autosave = window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");
      if (!autosave) return;
      autosave.activeValue = false;
      if (told === undefined) return;
      if (performance.now() - told < autosave.intervalValue) {
        autosave.submit.cancel();
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (waiting) return;
      waiting = true;
      autosave.submitPromise.then(() => send(form, event.submitter));
    },
    true,
  );
})();
