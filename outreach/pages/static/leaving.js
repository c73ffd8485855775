// Asks before the window is left while something is unsaved. The draft lives with the session, which a new
// address or a reload ends; going from page to page within the program does not, and asks nothing.
export default function (component) {
  window.outreachUnsaved = component.data.unsaved;
  if (!window.outreachAsksBeforeLeaving) {
    window.outreachAsksBeforeLeaving = true;
    window.addEventListener("beforeunload", (event) => {
      if (!window.outreachUnsaved && !window.outreachUnsent) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }
}
