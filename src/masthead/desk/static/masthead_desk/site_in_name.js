// Above the menu stands the site's name, in a link that Wagtail calls "Dashboard". Who speaks to the browser says what
// is seen, so what is seen belongs to the link's name (WCAG 2.5.3). The menu is drawn by a script, so wait for it.
(() => {
  function add() {
    const link = document.querySelector(".sidebar-custom-branding");
    const site = link?.querySelector(".m-site__name")?.textContent;
    if (site) link.setAttribute("aria-label", `${site}: ${link.getAttribute("aria-label")}`);
    return Boolean(site);
  }

  if (!add()) new MutationObserver((_, watching) => add() && watching.disconnect()).observe(document, { childList: true, subtree: true });
})();
