// Links of the page's own HTML that stay in the page: a plain click asks the program, instead of loading
// everything again. Without this script, or opened in another tab, they are ordinary links.
//
// A long table names the part of the address that all its links share once (data-with); each link gets it
// before it can be followed, in whatever way the reader reaches it.
export default function (component) {
  const { data, setTriggerValue } = component;
  document.documentElement.lang = data.language;

  const complete = (link) => {
    const shared = link.closest("[data-with]");
    if (!shared || link.dataset.whole) return;
    link.dataset.whole = "yes";
    link.search = [shared.dataset.with, link.search.slice(1)].filter(Boolean).join("&");
  };
  const linkAt = (event) =>
    event.target instanceof Element ? event.target.closest("a[data-stay], [data-with] a") : null;

  // Whoever goes by keyboard stays where they are when the block around their link is written anew.
  const stay = (link) => {
    const home = link.closest("[id][tabindex]");
    if (!home) return;
    const look = new MutationObserver(() => {
      if (link.isConnected) return;
      look.disconnect();
      if (document.activeElement === document.body) document.getElementById(home.id)?.focus();
    });
    look.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => look.disconnect(), 10000);
  };

  const reach = (event) => {
    const link = linkAt(event);
    if (link) complete(link);
  };
  const follow = (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = linkAt(event);
    if (!link) return;
    complete(link);
    if (!plain || event.defaultPrevented) return;
    event.preventDefault();
    if (event.detail === 0) stay(link);
    setTriggerValue("clicked", new URL(link.href).search);
  };
  const reached = ["pointerover", "focusin"];
  reached.forEach((name) => document.addEventListener(name, reach));
  document.addEventListener("click", follow);
  return () => {
    reached.forEach((name) => document.removeEventListener(name, reach));
    document.removeEventListener("click", follow);
  };
}
