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

  // Once the block around a link is written anew: whoever goes by keyboard is still in it, and whoever turned
  // the page of a list sees where it begins.
  const stay = (link, keyboard) => {
    const home = link.closest("section[id][tabindex]");
    if (!home) return;
    const watch = new MutationObserver(() => {
      if (link.isConnected) return;
      watch.disconnect();
      const now = document.getElementById(home.id);
      if (keyboard && now && document.activeElement === document.body) now.focus({ preventScroll: true });
      if (now && now.getBoundingClientRect().top < 0) now.scrollIntoView({ block: "start" });
    });
    watch.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => watch.disconnect(), 10000);
  };

  // While the program is away (it starts anew) a click waits, and then loads the page.
  const away = () => {
    const state = document.querySelector('[data-testid="stApp"]')?.dataset.testConnectionState;
    return state !== undefined && state !== "CONNECTED";
  };
  let waiting = 0;
  const load = (address) => {
    clearTimeout(waiting);
    if (away()) waiting = setTimeout(() => load(address), 500);
    else location.assign(address);
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
    stay(link, event.detail === 0);
    if (away()) load(link.href);
    else setTriggerValue("clicked", new URL(link.href).search);
  };
  const reached = ["pointerover", "focusin"];
  reached.forEach((name) => document.addEventListener(name, reach));
  document.addEventListener("click", follow);
  return () => {
    reached.forEach((name) => document.removeEventListener(name, reach));
    document.removeEventListener("click", follow);
  };
}
