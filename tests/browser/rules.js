// What delivery asks of a page, as the browser sees it: rule → what breaks it. Empty lists are good.
() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const told = (elements) => elements.slice(0, 5).map((e) => e.outerHTML.slice(0, 120));
  const shown = (e) => e.getClientRects().length > 0;
  const size = (e) => parseFloat(getComputedStyle(e).fontSize);
  const luminance = (colour) => {
    const [r, g, b] = colour.map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const probe = document.body.appendChild(document.createElement("i"));
  const rgb = (colour) => {
    probe.style.color = colour;
    return getComputedStyle(probe).color.match(/[\d.]+/g).slice(0, 3).map(Number);
  };
  const paper = rgb("var(--paper)");
  const contrast = (colour, ground = paper) => {
    const [low, high] = [ground, rgb(colour)].map(luminance).sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (e) => {
    while (e && getComputedStyle(e).backgroundColor === "rgba(0, 0, 0, 0)") e = e.parentElement;
    return e ? rgb(getComputedStyle(e).backgroundColor) : paper;
  };
  const written = (e) => [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const tooPale = (names, least) =>
    names.map((name) => [name, contrast(`var(--${name})`)]).filter(([, ratio]) => ratio < least).map(String);

  // a link within a sentence is as high as its line; what stands by itself is a target of its own
  const height = (e) => {
    if (getComputedStyle(e).display !== "inline") return e.getBoundingClientRect().height;
    let block = e.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return parseFloat(getComputedStyle(block).lineHeight);
  };
  const headings = all("h1, h2, h3, h4, h5, h6").map((e) => Number(e.tagName[1]));
  const pictures = all("svg[role=img]");
  const words = (svg) => ["title", "desc"].map((name) => svg.querySelector(`:scope > ${name}`)?.textContent.trim() ?? "");
  const found = {
    lang: ["zh-Hans", "en"].includes(document.documentElement.lang) ? [] : [document.documentElement.lang],
    policy: document.head.firstElementChild.httpEquiv === "Content-Security-Policy" ? [] : ["is not first in head"],
    h1: headings.filter((level) => level === 1).length === 1 ? [] : ["not one"],
    headings: headings.filter((level, index) => index && level > headings[index - 1] + 1),
    main: all("main").length === 1 ? [] : ["not one"],
    captions: told(all("table").filter((e) => !e.caption?.textContent.trim())),
    scopes: told(all("th").filter((e) => !e.scope)),
    regions: told(all("table").filter((e) => !e.closest(".table-region[role=region][aria-label][tabindex='0']"))),
    tabindex: told(all("[tabindex='0']").filter((e) => !e.matches(".table-region"))),
    blanks: told(all("td, th, dd").filter((e) => !e.textContent.trim() || /^[-–—]$/.test(e.textContent.trim()))),
    descriptions: told(pictures.filter((svg) => {
      const [title, description] = words(svg);
      return !title || !description || description.length > 220 || description === title;
    })),
    annex: told(all("figure").filter((e) => all(`[id="${e.id}-table"]`).length !== 1)),
    figures: told(pictures.filter((svg) => !svg.closest("figure, tr"))),
    anchors: told(all("a[href^='#']").filter((e) => !document.getElementById(e.getAttribute("href").slice(1)))),
    small: told(all("main :is(p, li, dd, blockquote)").filter((e) => shown(e) && innerWidth < 400 && size(e) < 16
      && !e.closest("table, nav, .scope, .note, .legend, .facts, .kicker"))),
    targets: told(all("a[href], button, input").filter((e) => shown(e) && !e.matches(".skip") && height(e) < 24)),
    sideways: document.documentElement.scrollWidth > innerWidth ? [document.documentElement.scrollWidth] : [],
    cut: told(all("main *").filter((e) => !e.closest(".table-region, svg") && e.checkVisibility({contentVisibilityAuto: true}) && !e.closest("details:not([open]) > :not(summary)") && e.getBoundingClientRect().right > innerWidth + 1)),
    lettering: all(".drawing text").filter((e) => shown(e)
      && (e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().left < -1)).map((e) => e.textContent),
    facts: innerWidth < 400 ? told(all(".spine-table .word").filter((e) => e.getBoundingClientRect().right > innerWidth)) : [],
    pale: [...tooPale(["ink", "muted", "better", "worse"], 4.5), ...tooPale(["line", "worse-fill"], 3)],
    texts: told(all("body *").filter((e) => written(e) && shown(e) && !e.closest("svg, .skip")
      && contrast(getComputedStyle(e).color, ground(e)) < 4.5)),
    drawings: all(".drawing text, svg.spine text").filter((e) => shown(e) && contrast(getComputedStyle(e).fill) < 4.5)
      .map((e) => e.textContent),
  };
  probe.remove();
  return Object.fromEntries(Object.entries(found).filter(([, faults]) => faults.length));
}
