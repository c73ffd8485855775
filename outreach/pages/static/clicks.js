// Links of the page's own HTML that stay in the page: a plain click asks the program, instead of loading
// everything again. Without this script, or opened in another tab, they are ordinary links.
export default function (component) {
  const { data, setTriggerValue } = component;
  document.documentElement.lang = data.language;

  const follow = (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target instanceof Element ? event.target.closest("a[data-stay]") : null;
    if (!plain || event.defaultPrevented || !link) return;
    event.preventDefault();
    setTriggerValue("clicked", new URL(link.href).search);
  };
  document.addEventListener("click", follow);
  return () => document.removeEventListener("click", follow);
}
