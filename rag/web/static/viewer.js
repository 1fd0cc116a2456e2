// The viewer in the browser: zoom, and the quote brought into sight.
"use strict";

(() => {
  const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 3, 4], KEY = "verbatim-zoom";
  const FINE = 4; // pixels per point of the image that is fetched to zoom in
  const view = document.querySelector("#v-sheet"), group = document.querySelector(".v-zoom");
  const image = document.querySelector("#v-page-image");
  if (!view) return;

  const kept = () => { try { return Number(sessionStorage.getItem(KEY)) || 1; } catch { return 1; } };
  const keep = (zoom) => { try { sessionStorage.setItem(KEY, zoom); } catch { /* not kept */ } };
  let zoom = group ? kept() : 1;
  const sharpen = () => {
    if (!image || zoom < 1.5 || image.dataset.fine) return;
    image.dataset.fine = true;
    const address = new URL(image.src), fine = new Image();
    address.searchParams.set("scale", FINE);
    fine.onload = () => { image.src = fine.src; };
    fine.src = address.href;
  };
  const apply = () => {
    const { scrollWidth, scrollHeight, clientWidth, clientHeight } = view;
    const x = (view.scrollLeft + clientWidth / 2) / scrollWidth, y = (view.scrollTop + clientHeight / 2) / scrollHeight;
    view.style.setProperty("--v-zoom", zoom);
    view.scrollTo(x * view.scrollWidth - clientWidth / 2, y * view.scrollHeight - clientHeight / 2);
    const [out, into] = ["out", "in"].map((name) => group.querySelector(`[data-zoom=${name}]`));
    out.disabled = zoom <= STEPS[0];
    into.disabled = zoom >= STEPS[STEPS.length - 1];
    group.querySelector(".v-zoom-value").textContent = `${Math.round(zoom * 100)}\u202f%`;
    sharpen();
  };
  const next = {
    in: () => STEPS.find((step) => step > zoom) ?? zoom,
    out: () => STEPS.findLast((step) => step < zoom) ?? zoom,
    fit: () => 1,
  };
  group?.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-zoom]");
    if (!button) return;
    zoom = next[button.dataset.zoom]();
    keep(zoom);
    apply();
    if (button.disabled) group.querySelector("[data-zoom=fit]").focus();
  });
  if (group) {
    group.hidden = false;
    apply();
  }

  // The quote a third from the top, in the image and in the text.
  const bring = (around, element) => {
    if (around.scrollHeight <= around.clientHeight) return;
    const { top } = element.getBoundingClientRect();
    around.scrollTop += top - around.getBoundingClientRect().top - around.clientHeight / 3;
  };
  const showInImage = () => {
    if (!image?.dataset.top || image.dataset.shown) return;
    image.dataset.shown = true;
    const points = image.naturalHeight / 2; // the first image has two pixels per point
    view.scrollTop = (image.dataset.top / points) * image.height - view.clientHeight / 3;
  };
  if (image?.complete) showInImage();
  else image?.addEventListener("load", showInImage);
  for (const mark of document.querySelectorAll("#v-mark")) {
    const around = mark.closest(".v-sheet-view, .v-viewer-text");
    if (around) bring(around, mark);
    if (!image && around.scrollHeight <= around.clientHeight) mark.scrollIntoView({ block: "center" });
  }
  document.querySelector(".v-thumbnails [aria-current]")?.scrollIntoView({ block: "nearest" });
})();
