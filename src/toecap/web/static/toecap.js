// What the pages do beyond links and forms; each works without it too.
"use strict";

// Copy a statement as a citation.
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  const says = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = "Copied";
    } catch {
      // Without the clipboard the words are shown, selected, to be copied by hand.
      const field = Object.assign(document.createElement("textarea"), { value: button.dataset.copy, readOnly: true, rows: 3 });
      field.setAttribute("aria-label", "Citation");
      button.after(field);
      field.select();
    }
    setTimeout(() => (button.textContent = says), 2000);
  });
}

// A report: what a place in the text belongs to is lit with the record behind it, by pointer and by keyboard.
const text = document.getElementById("text");
if (text) {
  const peek = document.getElementById("peek");
  const owners = (place) => (place.dataset.of || "").split(" ").filter(Boolean);
  const light = (ids, on) => {
    for (const part of text.querySelectorAll("[data-of]"))
      if (owners(part).some((id) => ids.includes(id))) part.classList.toggle("lit", on);
    for (const id of ids) document.getElementById(id)?.classList.toggle("lit", on);
  };
  const hide = () => {
    for (const part of document.querySelectorAll(".lit")) part.classList.remove("lit");
    peek.hidden = true;
  };
  // The narrowest first: an event's word before the statement that it stands in.
  const narrowest = (place) => {
    const ids = owners(place);
    const link = place.getAttribute("href")?.slice(1);
    return link || ids.at(-1);
  };
  const show = (place) => {
    hide();
    const id = narrowest(place);
    const card = id && document.getElementById(id);
    if (!card) return;
    light([id], true);
    const copy = card.cloneNode(true);
    for (const part of [copy, ...copy.querySelectorAll("[id]")]) part.removeAttribute("id");
    for (const part of copy.querySelectorAll("a, [tabindex]")) part.setAttribute("tabindex", "-1");
    peek.replaceChildren(copy);
    peek.hidden = false;
    const box = place.getClientRects()[0] ?? place.getBoundingClientRect();
    const left = Math.min(box.left, document.documentElement.clientWidth - peek.offsetWidth - 12);
    const below = box.bottom + 8 + peek.offsetHeight < innerHeight;
    peek.style.left = `${Math.max(8, left) + scrollX}px`;
    peek.style.top = `${(below ? box.bottom + 8 : box.top - peek.offsetHeight - 8) + scrollY}px`;
  };
  text.addEventListener("pointerover", (event) => {
    const place = event.target.closest("[data-of]");
    if (place && event.pointerType !== "touch") show(place);
  });
  text.addEventListener("pointerleave", hide);
  text.addEventListener("focusin", (event) => event.target.matches("[data-of]") && show(event.target));
  text.addEventListener("focusout", hide);
  text.addEventListener("click", (event) => {
    const place = event.target.closest("span[data-of]");
    const id = place && narrowest(place);
    if (id) location.hash = id;
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  for (const back of document.querySelectorAll("a.back"))
    back.addEventListener("click", (event) => {
      const first = text.querySelector(`[data-of~="${CSS.escape(back.dataset.to)}"]`);
      if (!first) return;
      event.preventDefault();
      hide();
      light([back.dataset.to], true);
      first.scrollIntoView({ block: "center" });
      if (first.matches("a")) first.focus({ preventScroll: true });
    });
  for (const card of document.querySelectorAll("[data-card]")) {
    card.addEventListener("pointerenter", () => light([card.dataset.card], true));
    card.addEventListener("pointerleave", () => light([card.dataset.card], false));
  }
}

// A chart comes after the page, drawn for its width; what a mark says is shown beside it.
const SVG = "http://www.w3.org/2000/svg";
for (const figure of document.querySelectorAll("figure[data-chart]")) {
  const address = new URL(figure.dataset.chart, location.href);
  address.searchParams.set("size", innerWidth < 700 ? "narrow" : figure.dataset.size);
  figure.classList.add("waiting");
  fetch(address).then(async (answer) => {
    figure.classList.remove("waiting");
    if (answer.status !== 200) return figure.remove();
    const svg = new DOMParser().parseFromString(await answer.text(), "image/svg+xml").documentElement;
    for (const mark of svg.querySelectorAll("[role=graphics-symbol][aria-label]"))
      mark.append(Object.assign(document.createElementNS(SVG, "title"), { textContent: mark.getAttribute("aria-label") }));
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", figure.querySelector("figcaption").textContent);
    figure.prepend(document.importNode(svg, true));
    figure.dispatchEvent(new Event("drawn"));
  }, () => figure.classList.remove("waiting"));
}
